// Replaces `@modelcontextprotocol/server/_shims` in the bundle (rolldown.config.ts). The SDK's own file imports its
// JSON Schema validator, more than half of what it loads at start, to check answers of `elicitInput`, which we do not
// use.
export { default as process } from 'node:process';

export class DefaultJsonSchemaValidator {
  getValidator(): never {
    throw new Error('This bundle has no JSON Schema validator.');
  }
}

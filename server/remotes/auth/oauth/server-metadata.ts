// The metadata of an authorization server (RFC 8414, OpenID Connect Discovery). Members we do not need may be missing
// or wrong; its identity must be right.
import type { AuthorizationServerMetadata } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { signInUnsafe } from '../../../errors/sign-in.ts';
import { readDocument } from './documents.ts';
import { NotThere } from './not-there.ts';
import { isSameAddress } from './said.ts';

const address = z.string();
const words = z.array(z.string());

/** A member that cannot be read counts as missing. */
function optional<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

const metadataSchema = z.looseObject({
  issuer: address,
  authorization_endpoint: address,
  token_endpoint: address,
  registration_endpoint: optional(address),
  revocation_endpoint: optional(address),
  response_types_supported: words.catch(['code']),
  scopes_supported: optional(words),
  code_challenge_methods_supported: optional(words),
  token_endpoint_auth_methods_supported: optional(words),
  revocation_endpoint_auth_methods_supported: optional(words),
  client_id_metadata_document_supported: optional(z.boolean()),
  authorization_response_iss_parameter_supported: optional(z.boolean()),
});

/**
 * @param server its address, as the remote names it
 * @param name the remote's name, for messages
 * @returns undefined if there is no metadata, as before RFC 8414
 * @throws sign-in-unsafe if it claims to be another server; NotThere if it is unreachable or its metadata cannot be
 *   used
 */
export async function readServerMetadata(
  server: string,
  { name, fetch }: { name: string; fetch: typeof globalThis.fetch },
): Promise<AuthorizationServerMetadata | undefined> {
  const { buildDiscoveryUrls } = await import('@modelcontextprotocol/client');
  let problem: NotThere | undefined;
  for (const { url } of buildDiscoveryUrls(server)) {
    try {
      const members = await readDocument(url, fetch);
      if (members === undefined) continue;
      const { data, error } = metadataSchema.safeParse(members);
      if (!data) {
        problem ??= new NotThere(url, 'unusable', String(error.issues[0]?.path[0] ?? ''));
        continue;
      }
      if (!isSameAddress(data.issuer, server)) {
        throw signInUnsafe(name, 'issuer', data.issuer, `it is not ${server}, whose metadata that is`);
      }
      return data as AuthorizationServerMetadata;
    } catch (error) {
      if (!(error instanceof NotThere)) throw error;
      problem ??= error;
      // The other addresses are on the same host.
      if (error.kind === 'unreachable') break;
    }
  }
  if (problem) throw problem;
  return undefined;
}

// What Azure gives out: keys that carry a mark in their middle, connection strings, signed addresses.
import type { Random } from '../../fuzz/random.ts';
import { bare, type SecretKinds, within } from './sample.ts';
import { chars, uuid } from './text.ts';

const key = (bytes: number) => (random: Random) => random.bytes(bytes).toString('base64');

export const azureKinds: SecretKinds = {
  'azure-client-secret': bare((r) => `${chars(r, 'alphanumeric', 3)}8Q~${chars(r, 'base64Url', 34)}`),
  'azure-storage-connection': within(
    key(64),
    (secret, r) =>
      `DefaultEndpointsProtocol=https;AccountName=${chars(r, 'lower', 8)};AccountKey=${secret};EndpointSuffix=core.windows.net`,
  ),
  'azure-service-bus': within(
    key(32),
    (secret, r) =>
      `Endpoint=sb://${chars(r, 'lower', 8)}.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${secret}`,
  ),
  'azure-cosmos': within(key(64), (secret, r) =>
    JSON.stringify({
      conn: `AccountEndpoint=https://${chars(r, 'lower', 6)}.documents.azure.com:443/;AccountKey=${secret};`,
    }),
  ),
  'azure-sas-url': within(
    (r) => encodeURIComponent(key(32)(r)),
    (secret, r) =>
      `https://${chars(r, 'lower', 8)}.blob.core.windows.net/c/f.txt?sv=2024-11-04&se=2026-01-01T00%3A00%3A00Z&sr=b&sp=r&sig=${secret}`,
  ),
  'azure-openai-new': bare(
    (r) =>
      `${chars(r, 'alphanumeric', 52)}JQQJ99B${chars(r, 'upperDigits', 3)}AC${chars(r, 'alphanumeric', 20)}`,
  ),
  'azure-openai-header': within(
    (r) => chars(r, 'hex', 32),
    (secret) => `POST /openai/deployments/x HTTP/1.1\r\napi-key: ${secret}\r\nHost: x.openai.azure.com`,
  ),
  'azure-apim': within(
    (r) => chars(r, 'hex', 32),
    (secret) => `{"Ocp-Apim-Subscription-Key":"${secret}","accept":"*/*"}`,
  ),
  'azure-function-key': within(
    (r) => `${chars(r, 'base64Url', 43)}AzFu${chars(r, 'base64Url', 6)}==`,
    (secret) => `https://f.azurewebsites.net/api/run?code=${secret}&n=1`,
  ),
  'azure-function-header': within(
    (r) => chars(r, 'base64Url', 54),
    (secret) => `headers: { 'x-functions-key': '${secret}' }`,
  ),
  'azure-devops': bare(
    (r) =>
      `${chars(r, 'alphanumeric', 52)}JQQJ99${chars(r, 'alphanumeric', 18)}AZDO${chars(r, 'alphanumeric', 4)}`,
  ),
  'azure-search': bare((r) => `${chars(r, 'alphanumeric', 42)}AzSe${chars(r, 'alphanumeric', 6)}`),
  'azure-registry': bare((r) => `${chars(r, 'alphanumeric', 42)}+ACR${chars(r, 'alphanumeric', 6)}`),
  'azure-sql': within(
    (r) => chars(r, 'alphanumeric', 18),
    (secret) =>
      `Server=tcp:x.database.windows.net,1433;Initial Catalog=db;User ID=sa;Password=${secret};Encrypt=True`,
  ),
  'azure-env-secret': within(
    (r) => uuid(r),
    (secret, r) => `AZURE_CLIENT_ID=${uuid(r)} AZURE_CLIENT_SECRET=${secret} node app.js`,
  ),
  'azure-msi-header': within(
    (r) => uuid(r).toUpperCase(),
    (secret) => `IDENTITY_ENDPOINT=http://127.0.0.1:41/msi/token\nIDENTITY_HEADER=${secret}`,
  ),
};

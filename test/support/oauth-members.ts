// The members that servers may leave out of what they say about signing in, besides what the tests need.

/** Of RFC 8414. */
export const OPTIONAL_METADATA = [
  'scopes_supported',
  'response_types_supported',
  'response_modes_supported',
  'grant_types_supported',
  'token_endpoint_auth_methods_supported',
  'token_endpoint_auth_signing_alg_values_supported',
  'service_documentation',
  'op_policy_uri',
  'op_tos_uri',
  'revocation_endpoint',
  'revocation_endpoint_auth_methods_supported',
  'introspection_endpoint',
  'code_challenge_methods_supported',
  'client_id_metadata_document_supported',
  'authorization_response_iss_parameter_supported',
];

/** Of RFC 9728. */
export const OPTIONAL_RESOURCE = ['scopes_supported', 'jwks_uri', 'resource_name', 'resource_policy_uri'];

/** Of RFC 7591. */
export const OPTIONAL_CLIENT = [
  'client_secret',
  'client_secret_expires_at',
  'client_id_issued_at',
  'client_uri',
  'logo_uri',
  'tos_uri',
  'policy_uri',
  'jwks_uri',
  'jwks',
  'contacts',
  'scope',
  'software_id',
  'grant_types',
  'response_types',
  'redirect_uris',
  'token_endpoint_auth_method',
];

/** Of RFC 6749 §5.1. */
export const OPTIONAL_TOKENS = ['token_type', 'expires_in', 'scope', 'refresh_token', 'id_token'];

// A real authorization server (oidc-provider), with two clients of the client credentials grant.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const secret = process.env.CLIENT_SECRET;
const client = (id, how) => ({
  client_id: id, client_secret: secret, token_endpoint_auth_method: how, grant_types: ['client_credentials'],
  redirect_uris: [], response_types: [], scope: 'people',
});
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(origin, {
    clients: [client('app:post/1', 'client_secret_post'), client('app basic+1', 'client_secret_basic'),
              { ...client('resource', 'client_secret_basic'), scope: undefined }],
    scopes: ['people'],
    features: { clientCredentials: { enabled: true }, introspection: { enabled: true, allowedPolicy: () => true },
                devInteractions: { enabled: false } },
    ttl: { ClientCredentials: Number(process.env.LIFETIME) },
  });
  server.on('request', provider.callback());
  console.log(origin);
});

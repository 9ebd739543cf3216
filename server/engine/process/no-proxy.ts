// The engine connects to us over loopback, which a proxy cannot reach. It takes its proxy from the environment.

const PROXIES = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

/** @returns the environment; if it names a proxy, with loopback added to the exceptions */
export function withoutProxyForUs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (!PROXIES.some((name) => env[name])) return env;
  const list = [env['NO_PROXY'] || env['no_proxy'], '127.0.0.1'].filter((hosts) => hosts).join(',');
  return { ...env, NO_PROXY: list, no_proxy: list };
}

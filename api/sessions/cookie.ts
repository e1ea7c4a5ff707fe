/** Browsers drop a cookie above 4,096 bytes; a token with many posts is spread over several. */
const chunkSize = 3800;
const name = 'zhengzhi_session';
const maxChunks = 4;

/** Set-Cookie values that hand the token to a browser, and clear what a longer one left behind. */
export function sessionCookies(token: string, maxAgeSeconds: number, secure: boolean): string[] {
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return Array.from({ length: maxChunks }, (_, index) => {
    const chunk = token.slice(index * chunkSize, (index + 1) * chunkSize);
    return `${name}${index}=${chunk}; Max-Age=${chunk ? maxAgeSeconds : 0}; ${attributes}`;
  });
}

/** The token of a Cookie header, if there is one. */
export function tokenOfCookies(header: string | undefined): string | undefined {
  const cookies = new Map(
    (header ?? '').split(';').map((pair): [string, string] => {
      const [key = '', value = ''] = pair.trim().split('=', 2);
      return [key, value];
    }),
  );
  const token = Array.from({ length: maxChunks }, (_, index) => cookies.get(`${name}${index}`) ?? '').join('');
  return token || undefined;
}

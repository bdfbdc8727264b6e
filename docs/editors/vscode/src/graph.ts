// The page that shows a decision graph.

/**
 * A page with *svg* as a picture. Nothing in it can run or load anything: the picture is an image, in which no script runs, and the
 * page allows nothing but images that it holds itself and the style with *nonce*.
 */
export function graphPage(svg: string, title: string, nonce: string): string {
  const policy = `default-src 'none'; img-src data:; style-src 'nonce-${nonce}'`;
  const picture = `data:image/svg+xml;base64,${Buffer.from(svg, "utf8").toString("base64")}`;
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style nonce="${nonce}">
body { margin: 0; padding: 16px; background: #ffffff; }
img { display: block; max-width: none; }
</style>
</head>
<body><img alt="${escaped(title)}" src="${picture}"></body>
</html>
`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

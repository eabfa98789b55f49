import { connection } from 'next/server';
import type { ReactNode } from 'react';

export default async function Layout({ children }: { children: ReactNode }) {
  // A nonce is valid for one response, so that each response must be rendered on request.
  await connection();
  return (
    <html lang="en">
      <head>
        <title>A portal</title>
        <link rel="icon" href="data:," />
      </head>
      <body>{children}</body>
    </html>
  );
}

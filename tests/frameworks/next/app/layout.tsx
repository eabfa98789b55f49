import { connection } from 'next/server';
import type { ReactNode } from 'react';

export default async function Layout({ children }: { children: ReactNode }) {
  // A nonce is for one response, so that each is rendered when it is requested.
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

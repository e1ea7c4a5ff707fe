import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// oxlint-disable-next-line import/no-default-export -- Vite asks for it
export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', chunkSizeWarningLimit: 1500, reportCompressedSize: false },
  server: { port: 5173, proxy: { '/api': process.env['ZHENGZHI'] ?? 'http://localhost:8080' } },
});

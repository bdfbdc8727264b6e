// A stand-in for the client of the language server: it says what it was made with.

export const clients: LanguageClient[] = [];

export class LanguageClient {
  running = false;
  constructor(
    readonly id: string,
    readonly name: string,
    readonly server: { command: string; args: string[]; options: { cwd: string } },
    readonly options: Record<string, unknown>,
  ) {
    clients.push(this);
  }
  async start(): Promise<void> {
    this.running = true;
  }
  async stop(): Promise<void> {
    this.running = false;
  }
}

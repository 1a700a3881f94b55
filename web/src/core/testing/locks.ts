// Web Locks as a browser has them, for one name at a time: exclusive, waiting in order, stealing.
type Grant = (lock: Lock | null) => unknown;

interface Request {
  grant: Grant;
  settle: (outcome: () => unknown) => void;
  fail: (error: unknown) => void;
}

export class FakeLocks {
  #held: Request | undefined;
  #queue: Request[] = [];

  /** The part of LockManager that the engine uses. */
  manager(): LockManager {
    const request = (name: string, options: LockOptions, grant: Grant) => this.#request(name, options, grant);
    return { request, query: async () => ({}) } as unknown as LockManager;
  }

  #request(_name: string, options: LockOptions, grant: Grant): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const request: Request = { grant, settle: (outcome) => resolve(outcome()), fail: reject };
      if (options.steal) {
        this.#held?.fail(new DOMException("stolen", "AbortError"));
        return this.#give(request);
      }
      options.signal?.addEventListener("abort", () => {
        const at = this.#queue.indexOf(request);
        if (at < 0) return;
        this.#queue.splice(at, 1);
        reject(new DOMException("given up", "AbortError"));
      });
      if (this.#held) this.#queue.push(request);
      else this.#give(request);
    });
  }

  #give(request: Request): void {
    this.#held = request;
    Promise.resolve(request.grant({ name: "", mode: "exclusive" })).then(
      (value) => this.#done(request, () => request.settle(() => value)),
      (error) => this.#done(request, () => request.fail(error)),
    );
  }

  #done(request: Request, tell: () => void): void {
    tell();
    if (this.#held !== request) return;
    this.#held = undefined;
    const next = this.#queue.shift();
    if (next) this.#give(next);
  }
}

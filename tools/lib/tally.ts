/** Counts over all suites of a run, what failed, and what could not run here. */
export class Tally {
  passed = 0
  failed = 0
  readonly leftOut: string[] = []
  /** Said again at the end: whoever reads the end of a long log finds the cause there. */
  readonly failures: string[] = []

  add(counts: { readonly passed: number; readonly failed: number }): void {
    this.passed += counts.passed
    this.failed += counts.failed
  }

  check(ok: boolean): void {
    this.add(ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })
  }

  /** Prints the line that closes a run and sets the exit code. */
  end(): void {
    console.log(`${this.passed} passed, ${this.failed} failed`)
    process.exitCode = this.failed === 0 ? 0 : 1
  }
}

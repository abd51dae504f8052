/** Prints a line for each tenth of `all` that is done, with the seconds since this was called. */
export function tenths(all: number): (done: number) => void {
  const started = performance.now()
  let next = 0.1
  return (done) => {
    if (done / all < next) return
    next = Math.floor((done / all) * 10) / 10 + 0.1
    console.log(`${done} of ${all} after ${((performance.now() - started) / 1000).toFixed(0)} s`)
  }
}

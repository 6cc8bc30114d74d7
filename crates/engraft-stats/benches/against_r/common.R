# Numbers in, numbers out: shared by the scripts beside it, which the benchmark runs.
given <- local({
  file <- commandArgs(trailingOnly = TRUE)[1]
  readBin(file, "double", file.size(file) / 8)
})
# Processor seconds of one call, over at least a second of calls.
per_call <- function(f, warm = TRUE) {
  if (warm) f()
  n <- 0
  start <- proc.time()
  repeat {
    f()
    n <- n + 1
    used <- proc.time() - start
    if (sum(used[1:2]) >= 1) return(sum(used[1:2]) / n)
  }
}
answer <- function(...) cat(sprintf("%.17g", c(...)), sep = "\n")

# What wilcox.test prints by default for two samples, and the t approximation of NPAR1WAY by its formula.
# Run from this folder: Rscript make.R > raw.txt
num <- function(x) sprintf("%.17g", x)
set.seed(812)
out <- c()
for (n in list(c(2, 3), c(3, 4), c(5, 5), c(6, 7), c(12, 9), c(30, 28), c(49, 49), c(50, 20))) for (kind in c("continuous", "halves", "whole")) {
  draw <- function(n, m) { x <- rnorm(n, m, 2); switch(kind, continuous = round(x, 6), halves = round(2 * x) / 2, whole = round(x)) }
  a <- draw(n[1], 0); b <- draw(n[2], 1)
  if (length(unique(c(a, b))) == 1) b[1] <- b[1] + 1
  r <- suppressWarnings(wilcox.test(a, b))
  k <- rank(c(a, b)); s <- sum(k[seq_along(a)]); N <- sum(n); t <- table(c(a, b))
  v <- n[1] * n[2] / 12 * (N + 1 - sum(t^3 - t) / (N * (N - 1)))
  e <- n[1] * (N + 1) / 2; z <- (s - e - sign(s - e) / 2) / sqrt(v)
  p <- min(1, 2 * pt(-abs(z), N - 1))
  out <- c(out, sprintf('  {"first": [%s], "second": [%s], "r_w": %s, "r_p": %s, "r_method": "%s", "sas_s": %s, "sas_p": %s}',
    paste(num(a), collapse = ", "), paste(num(b), collapse = ", "), num(r$statistic), num(r$p.value), r$method, num(s), num(p)))
  cat(n, kind, r$method, num(r$statistic), num(r$p.value), num(s), num(p), "\n")
}
writeLines(c("[", paste(out, collapse = ",\n"), "]"), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")

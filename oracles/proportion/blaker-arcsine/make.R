# Blaker and arcsine intervals, binomial p by every convention, rule of three. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(jsonlite))
out <- list(intervals = list(), tests = list(), three = list())
# acceptability of Blaker (2000): smaller tail plus the largest opposite tail not above it
accept <- function(x, n, p) {
  lower <- pbinom(x, n, p); upper <- pbinom(x - 1, n, p, lower.tail = FALSE)
  a <- min(lower, upper)
  if (lower <= upper) { t <- pbinom((0:n) - 1, n, p, lower.tail = FALSE) } else { t <- pbinom(0:n, n, p) }
  t <- t[t <= a * (1 + 1e-12)]
  min(1, a + if (length(t)) max(t) else 0)
}
# outermost points above alpha: a grid from the Clopper-Pearson end inwards, then halving
end <- function(x, n, alpha, lower) {
  if (lower && x == 0) return(0)
  if (!lower && x == n) return(1)
  cp <- if (lower) qbeta(alpha / 2, x, n - x + 1) else qbeta(1 - alpha / 2, x + 1, n - x)
  g <- seq(cp, x / n, length.out = 20001)
  i <- which(sapply(g, function(p) accept(x, n, p) > alpha))[1]
  if (i == 1) return(cp)
  a <- g[i - 1]; b <- g[i]
  for (k in 1:80) { m <- (a + b) / 2; if (accept(x, n, m) > alpha) b <- m else a <- m }
  b
}
cases <- rbind(c(0, 5), c(1, 5), c(0, 10), c(1, 10), c(3, 10), c(10, 10), c(3, 13), c(7, 13), c(2, 20), c(9, 20), c(20, 20), c(5, 31), c(17, 40), c(1, 60))
for (i in seq_len(nrow(cases))) {
  x <- cases[i, 1]; n <- cases[i, 2]
  for (level in c(0.9, 0.95)) {
    a <- 1 - level
    out$intervals[[length(out$intervals) + 1]] <- list(method = "blaker", x = x, n = n, level = level, lower = end(x, n, a, TRUE), upper = end(x, n, a, FALSE))
    h <- qnorm(1 - a / 2) / (2 * sqrt(n)); s <- asin(sqrt(x / n))
    out$intervals[[length(out$intervals) + 1]] <- list(method = "arcsine", x = x, n = n, level = level, lower = sin(max(0, s - h))^2, upper = sin(min(pi / 2, s + h))^2)
  }
  for (p in c(0.05, 0.2, 0.4, 0.77)) {
    less <- pbinom(x, n, p); greater <- pbinom(x - 1, n, p, lower.tail = FALSE)
    out$tests[[length(out$tests) + 1]] <- list(x = x, n = n, null = p, less = less, greater = greater, r = binom.test(x, n, p)$p.value,
      sas = min(1, 2 * min(less, greater)), blaker = accept(x, n, p), midp = min(1, 2 * min(less, greater) - dbinom(x, n, p)))
  }
}
for (n in c(1, 3, 20, 60, 500)) out$three[[length(out$three) + 1]] <- list(n = n, level = 0.95, exact = as.numeric(binom.test(0, n, alternative = "less", conf.level = 0.95)$conf.int[2]))
write.csv(data.frame(x = cases[, 1], n = cases[, 2]), "input.csv", row.names = FALSE, quote = FALSE)
writeLines(toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE), "expected.json")
writeLines(toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE))
cat(sessionInfo()$R.version$version.string, "\njsonlite", as.character(packageVersion("jsonlite")), "\n")

# Poisson rates. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(jsonlite))
num <- function(x) sprintf("%.17g", x)
one <- list(); two <- list()
for (x in c(0, 1, 2, 3, 7, 15, 40, 120)) for (t in c(1, 41.5)) for (level in c(0.9, 0.95)) {
  a <- 1 - level; ci <- poisson.test(x, t, conf.level = level)$conf.int; z <- qnorm(1 - a / 2)
  # mid-P: uniroot, then Newton steps by the derivative of the tail
  g <- function(m) ppois(x, m, lower.tail = FALSE) + dpois(x, m) / 2 - a / 2
  h <- function(m) ppois(x - 1, m) + dpois(x, m) / 2 - a / 2
  dg <- function(m) (dpois(x, m) + (if (x > 0) dpois(x - 1, m) else 0)) / 2
  newton <- function(f, s, m) { for (i in 1:6) m <- m - f(m) / (s * dg(m)); m }
  lo <- if (x == 0) 0 else newton(g, 1, uniroot(g, c(1e-8, x + 1), tol = 1e-12)$root)
  hi <- newton(h, -1, uniroot(h, c(max(x, 0.01), 4 * x + 30), tol = 1e-12)$root)
  s <- z * sqrt(x + z^2 / 4)
  one[[length(one) + 1]] <- list(x = x, t = t, level = level, garwood = ci / 1, mid_p = c(lo, hi) / t, score = c(x + z^2 / 2 - s, x + z^2 / 2 + s) / t)
}
cases <- rbind(c(11, 800, 23, 3011), c(3, 10, 1, 12), c(0, 5, 4, 9), c(6, 2.5, 0, 3), c(20, 15, 9, 16.5), c(1, 1, 1, 8), c(0, 10, 0, 20))
fit <- function(k, d) { # second rate by bisection on the derivative
  lo <- max(0, -d); f <- function(l) (if (k[1] > 0) k[1] / (l + d) else 0) - k[2] + (if (k[3] > 0) k[3] / l else 0) - k[4]
  a <- lo; b <- lo + 10 + 10 * max(k[1] / k[2], k[3] / k[4])
  for (i in 1:200) { m <- (a + b) / 2; if (m <= a || m >= b) break; if (f(m) > 0) a <- m else b <- m }
  (a + b) / 2
}
zd <- function(k, d) { l <- fit(k, d); r <- (k[1] / k[2] - k[3] / k[4] - d) / sqrt((l + d) / k[2] + l / k[4]); if (is.nan(r)) 0 else r }
for (i in seq_len(nrow(cases))) for (level in c(0.9, 0.95)) {
  k <- cases[i, ]; e <- k[1] / k[2] - k[3] / k[4]; crit <- qnorm(1 - (1 - level) / 2)
  row <- list(x1 = k[1], t1 = k[2], x2 = k[3], t2 = k[4], level = level,
    d_lower = uniroot(function(d) zd(k, d) - crit, c(e - 30, e), tol = 1e-15)$root, d_upper = uniroot(function(d) zd(k, d) + crit, c(e, e + 30), tol = 1e-15)$root, z = zd(k, 0))
  if (k[1] + k[3] > 0) {
    p <- poisson.test(c(k[1], k[3]), c(k[2], k[4]), conf.level = level)
    row <- c(row, list(ratio = num(p$estimate), lower = num(p$conf.int[1]), upper = num(p$conf.int[2]), p = p$p.value,
      less = poisson.test(c(k[1], k[3]), c(k[2], k[4]), alternative = "less")$p.value, greater = poisson.test(c(k[1], k[3]), c(k[2], k[4]), alternative = "greater")$p.value))
  }
  two[[length(two) + 1]] <- row
}
write.csv(data.frame(x1 = cases[, 1], t1 = cases[, 2], x2 = cases[, 3], t2 = cases[, 4]), "input.csv", row.names = FALSE, quote = FALSE)
j <- toJSON(list(one = one, two = two), auto_unbox = TRUE, digits = NA, pretty = TRUE); writeLines(j, "expected.json"); writeLines(j)
cat(sessionInfo()$R.version$version.string, "\njsonlite", as.character(packageVersion("jsonlite")), "\n")

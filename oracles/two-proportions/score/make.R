# Score intervals by a likelihood maximised numerically. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(jsonlite))
tables <- rbind(c(3, 13, 1, 12), c(0, 10, 10, 10), c(0, 5, 0, 7), c(7, 7, 2, 9), c(12, 20, 5, 25), c(1, 4, 3, 6), c(20, 30, 18, 30), c(4, 6, 0, 6), c(0, 8, 5, 9), c(9, 9, 5, 9), c(30, 40, 22, 45))
ll <- function(x, n, p) (if (x > 0) x * log(p) else 0) + (if (x < n) (n - x) * log1p(-p) else 0)
# root of the derivative of the log-likelihood in the nuisance parameter eta; bisection, no closed form
fit <- function(t, kind, v) {
  if (kind == "difference") {
    lo <- max(0, -v); hi <- min(1, 1 - v); p1 <- function(p) p + v
    d <- function(p) { q <- p1(p); s <- 0
      if (t[1] > 0) s <- s + t[1] / q; if (t[1] < t[2]) s <- s - (t[2] - t[1]) / (1 - q)
      if (t[3] > 0) s <- s + t[3] / p; if (t[3] < t[4]) s <- s - (t[4] - t[3]) / (1 - p); s }
  } else if (kind == "risk-ratio") {
    lo <- 0; hi <- min(1, 1 / v); p1 <- function(p) p * v
    d <- function(p) { s <- 0
      if (t[1] + t[3] > 0) s <- s + (t[1] + t[3]) / p
      if (t[1] < t[2]) s <- s - (t[2] - t[1]) * v / (1 - v * p)
      if (t[3] < t[4]) s <- s - (t[4] - t[3]) / (1 - p); s }
  } else {
    lo <- 0; hi <- 1; p1 <- function(p) v * p / (1 + p * (v - 1))
    d <- function(p) t[1] + t[3] - t[2] * p1(p) - t[4] * p
  }
  a <- lo; b <- hi
  for (i in 1:200) { m <- (a + b) / 2; if (m <= a || m >= b) break; if (d(m) > 0) a <- m else b <- m }
  p <- (a + b) / 2; c(p1(p), p)
}
z <- function(t, kind, v, factor) { r <- z0(t, kind, v, factor); if (is.nan(r)) 0 else r }
z0 <- function(t, kind, v, factor) {
  p <- fit(t, kind, v); n1 <- t[2]; n2 <- t[4]; v1 <- p[1] * (1 - p[1]) / n1; v2 <- p[2] * (1 - p[2]) / n2
  if (kind == "difference") (t[1] / n1 - t[3] / n2 - v) / sqrt(factor * (v1 + v2))
  else if (kind == "risk-ratio") (t[1] / n1 - v * t[3] / n2) / sqrt(factor * (v1 + v^2 * v2))
  else (t[1] - n1 * p[1]) * sqrt((1 / (n1^2 * v1) + 1 / (n2^2 * v2)) / factor)
}
num <- function(x) sprintf("%.17g", x)
out <- list()
for (i in seq_len(nrow(tables))) for (kind in c("difference", "risk-ratio", "odds-ratio")) for (corrected in c(TRUE, FALSE)) for (level in c(0.9, 0.95)) {
  t <- tables[i, ]; N <- t[2] + t[4]; factor <- if (corrected) N / (N - 1) else 1; crit <- qnorm(1 - (1 - level) / 2)
  f <- function(v) z(t, kind, v, factor)
  p1 <- t[1] / t[2]; p2 <- t[3] / t[4]
  if (kind == "difference") {
    est <- p1 - p2
    lo <- if (est <= -1) -1 else uniroot(function(v) f(v) - crit, c(-1 + 1e-9, est), tol = 1e-15)$root
    hi <- if (est >= 1) 1 else uniroot(function(v) f(v) + crit, c(est, 1 - 1e-9), tol = 1e-15)$root
  } else {
    est <- if (kind == "risk-ratio") p1 / p2 else t[1] * (t[4] - t[3]) / (t[3] * (t[2] - t[1]))
    if (is.nan(est)) { lo <- 0; hi <- Inf } else {
      mid <- min(max(log(est), -9), 9); g <- function(u) f(exp(u))
      lo <- if (est == 0) 0 else exp(uniroot(function(u) g(u) - crit, c(-14, mid), tol = 1e-15)$root)
      hi <- if (is.infinite(est)) Inf else exp(uniroot(function(u) g(u) + crit, c(mid, 14), tol = 1e-15)$root)
    }
  }
  null <- if (kind == "difference") 0 else 1
  chi <- if (corrected || t[1] + t[3] %in% c(0, N)) NA else suppressWarnings(prop.test(c(t[1], t[3]), c(t[2], t[4]), correct = FALSE)$statistic)
  out[[length(out) + 1]] <- list(x1 = t[1], n1 = t[2], x2 = t[3], n2 = t[4], measure = kind, corrected = corrected, level = level, lower = num(lo), upper = num(hi), prop_test = unname(chi))
}
write.csv(data.frame(x1 = tables[, 1], n1 = tables[, 2], x2 = tables[, 3], n2 = tables[, 4]), "input.csv", row.names = FALSE, quote = FALSE)
j <- toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE, na = "null"); writeLines(j, "expected.json"); writeLines(j)
cat(sessionInfo()$R.version$version.string, "\njsonlite", as.character(packageVersion("jsonlite")), "\n")

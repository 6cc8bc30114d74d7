# Exact unconditional intervals by brute force. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(jsonlite))
tables <- rbind(c(3, 6, 1, 7), c(4, 6, 0, 6), c(0, 5, 0, 5), c(7, 7, 2, 9), c(2, 8, 5, 8), c(8, 10, 3, 10), c(0, 7, 4, 8))
# fitted second proportion by bisection on the derivative of the log-likelihood, vectorised over tables
fit <- function(x, n1, y, n2, kind, v) {
  if (kind == "difference") { lo <- max(0, -v); hi <- min(1, 1 - v) } else { lo <- 0; hi <- min(1, 1 / v) }
  a <- rep(lo, length(x)); b <- rep(hi, length(x))
  for (i in 1:50) {
    m <- (a + b) / 2; q <- if (kind == "difference") m + v else m * v; k <- if (kind == "difference") 1 else v
    d <- ifelse(x > 0, k * x / q, 0) - ifelse(x < n1, k * (n1 - x) / (1 - q), 0) + ifelse(y > 0, y / m, 0) - ifelse(y < n2, (n2 - y) / (1 - m), 0)
    a <- ifelse(d > 0, m, a); b <- ifelse(d > 0, b, m)
  }
  (a + b) / 2
}
zs <- function(n1, n2, kind, v) {
  x <- rep(0:n1, n2 + 1); y <- rep(0:n2, each = n1 + 1)
  p2 <- fit(x, n1, y, n2, kind, v); p1 <- if (kind == "difference") p2 + v else p2 * v
  if (kind == "difference") { e <- x / n1 - y / n2 - v; s <- p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2 } else { e <- x / n1 - v * y / n2; s <- p1 * (1 - p1) / n1 + v^2 * p2 * (1 - p2) / n2 }
  list(x = x, y = y, z = ifelse(abs(e) < 1e-13, 0, e / sqrt(pmax(s, 1e-300))))
}
# one-sided p of values at least (side = 1) or at most (side = -1) the one seen: 100 nuisance values, then optimize
pval <- function(t, kind, v, side) {
  r <- zs(t[2], t[4], kind, v); z0 <- r$z[r$x == t[1] & r$y == t[3]]
  keep <- side * r$z >= side * z0 - 1e-7 * max(1, abs(z0))
  if (kind == "difference") { lo <- max(0, -v); hi <- min(1, 1 - v) } else { lo <- 0; hi <- min(1, 1 / v) }
  f <- function(s) { p2 <- lo + (hi - lo) * sin(s)^2; p1 <- min(1, max(0, if (kind == "difference") p2 + v else p2 * v)); sum(dbinom(r$x[keep], t[2], p1) * dbinom(r$y[keep], t[4], p2)) }
  g <- seq(0, pi / 2, length.out = 101); w <- sapply(g, f); best <- max(w)
  for (i in order(w, decreasing = TRUE)[1:4]) best <- max(best, optimize(f, c(max(0, g[i] - 0.02), min(pi / 2, g[i] + 0.02)), maximum = TRUE, tol = 1e-9)$objective)
  best
}
# outermost value with p above alpha / 2: 250 steps from outside in, then halving
end <- function(t, kind, level, side) {
  h <- (1 - level) / 2; val <- function(s) if (kind == "difference") 2 * s - 1 else s / (1 - s)
  est <- if (kind == "difference") t[1] / t[2] - t[3] / t[4] else (t[1] / t[2]) / (t[3] / t[4])
  if (is.nan(est)) return(if (side == 1) 0 else Inf)
  if (side == 1 && est == val(0)) return(est)
  if (side == -1 && (is.infinite(est) || est == 1 && kind == "difference")) return(est)
  g <- seq(0.004, 0.996, by = 0.004); if (side == -1) g <- rev(g)
  out <- if (side == 1) 0 else 1
  for (s in g) { v <- val(s); if (side * (v - est) >= 0 || pval(t, kind, v, side) > h) { inn <- s; break }; out <- s }
  for (i in 1:35) { m <- (out + inn) / 2; if (side * (val(m) - est) >= 0 || pval(t, kind, val(m), side) > h) inn <- m else out <- m }
  val(inn)
}
out <- list()
for (i in seq_len(nrow(tables))) for (kind in c("difference", "risk-ratio")) {
  t <- tables[i, ]
  out[[length(out) + 1]] <- list(x1 = t[1], n1 = t[2], x2 = t[3], n2 = t[4], measure = kind, level = 0.95, lower = sprintf("%.12g", end(t, kind, 0.95, 1)), upper = sprintf("%.12g", end(t, kind, 0.95, -1)))
}
write.csv(data.frame(x1 = tables[, 1], n1 = tables[, 2], x2 = tables[, 3], n2 = tables[, 4]), "input.csv", row.names = FALSE, quote = FALSE)
j <- toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE); writeLines(j, "expected.json"); writeLines(j)
cat(sessionInfo()$R.version$version.string, "\njsonlite", as.character(packageVersion("jsonlite")), "\n")

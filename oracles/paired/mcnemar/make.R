# McNemar, Tango, Newcombe's method 10, conditional odds ratio. Run from this folder: Rscript make.R > raw.txt
library(jsonlite)
wil <- function(x, n, l) as.numeric(suppressWarnings(prop.test(x, n, conf.level = l, correct = FALSE))$conf.int)
# score of the difference with the probability of "second only" estimated by maximising the likelihood given the difference
score <- function(b, c, n, th) {
  lo <- max(0, -th); hi <- (1 - th) / 2
  ll <- function(q) { r <- 1 - 2 * q - th; s <- 0; if (b > 0) s <- s + b * log(q + th); if (c > 0) s <- s + c * log(q); if (n - b - c > 0) s <- s + (n - b - c) * log(r); s }
  q <- if (hi - lo < 1e-14) lo else optimize(function(u) { v <- suppressWarnings(ll(lo + (hi - lo) * u)); if (is.nan(v)) -1e300 else v }, c(0, 1), maximum = TRUE, tol = 1e-13)$maximum * (hi - lo) + lo
  # optimize never reaches an end itself
  for (end in c(lo, hi)) { v <- suppressWarnings(ll(end)); if (!is.nan(v) && v >= ll(q)) q <- end }
  (b - c - n * th) / sqrt(n * (2 * q + th - th^2)) }
rows <- list()
for (k in list(c(1, 1, 7, 12), c(3, 2, 9, 4), c(0, 5, 2, 3), c(10, 4, 4, 10), c(2, 0, 6, 5), c(20, 12, 3, 15), c(1, 3, 1, 0))) for (level in c(0.9, 0.95)) {
  a <- k[1]; b <- k[2]; c <- k[3]; d <- k[4]; n <- sum(k); est <- (b - c) / n; z <- qnorm(1 - (1 - level) / 2)
  bt <- binom.test(b, b + c, conf.level = level); p <- bt$p.value; mid <- if (b == c) 1 - dbinom(b, b + c, 0.5) / 2 else p - dbinom(b, b + c, 0.5)
  root <- function(g, int) uniroot(function(t) score(b, c, n, t) - g, int, tol = 1e-13)$root
  ta <- c(root(z, c(-1 + 1e-9, est - 1e-9)), root(-z, c(est + 1e-9, 1 - 1e-9)))
  w1 <- wil(a + b, n, level); w2 <- wil(a + c, n, level); p1 <- (a + b) / n; p2 <- (a + c) / n
  m <- (a + b) * (c + d) * (a + c) * (b + d); cr <- a * d - b * c; if (cr > 0) cr <- max(cr - n / 2, 0); phi <- if (m == 0) 0 else cr / sqrt(m)
  r <- function(u, v) sqrt(u^2 - 2 * phi * u * v + v^2); nc <- est + c(-r(p1 - w1[1], w2[2] - p2), r(w1[2] - p1, p2 - w2[1]))
  ci <- bt$conf.int
  row <- list(table = k, level = level, exact = p, mid = mid, tango = ta, newcombe = nc, odds_lower = ci[1] / (1 - ci[1]))
  if (c > 0) row$odds_upper <- ci[2] / (1 - ci[2])
  print(unlist(row)); rows <- c(rows, list(row))
}
writeLines(toJSON(rows, digits = I(17), auto_unbox = TRUE), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")

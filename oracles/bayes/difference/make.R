# Difference of two proportions. Run from this folder: Rscript make.R > raw.txt
# Margin 0 with whole shapes: the exact finite sum over the beta-binomial; otherwise integrate on the probability scale.
num <- function(x) sprintf("%.17g", x)
arr <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
# P(X > Y), X ~ beta(a1, b1) with a1 whole, Y ~ beta(a2, b2): sum over i of B(a2 + i, b1 + b2) / ((b1 + i) B(1 + i, b1) B(a2, b2))
exact <- function(a1, b1, a2, b2) { i <- 0:(a1 - 1); sum(exp(lbeta(a2 + i, b1 + b2) - log(b1 + i) - lbeta(1 + i, b1) - lbeta(a2, b2))) }
byint <- function(a1, b1, a2, b2, d) {
  lo <- max(0, -d); hi <- min(1, 1 - d)
  # on the logit of the second proportion, in pieces
  g <- function(u) { y <- plogis(u); q <- plogis(-u); exp(a2 * log(y) + b2 * log(q) - lbeta(a2, b2)) * pbeta(pmin(1, pmax(0, y + d)), a1, b1, lower.tail = FALSE) }
  cuts <- sort(unique(c(-80, -40, -20, -10, -5, -3, -2, -1, 0, 1, 2, 3, 5, 10, 20, 40, 80, qlogis(c(lo, hi)[c(lo, hi) > 0 & c(lo, hi) < 1]))))
  sum(mapply(function(a, b) integrate(g, a, b, rel.tol = 1e-11, abs.tol = 1e-14, subdivisions = 20000L)$value, head(cuts, -1), cuts[-1]))
}
rows <- c(); inputs <- c()
for (k in list(c(8, 4, 3, 9), c(1, 1, 1, 1), c(12, 3, 5, 25), c(2, 30, 1, 31), c(21, 11, 19, 13))) {
  rows <- c(rows, sprintf('  {"first": %s, "second": %s, "margin": 0, "value": %s, "way": "sum"}', arr(k[1:2]), arr(k[3:4]), num(exact(k[1], k[2], k[3], k[4]))))
  cat("sum", k, num(exact(k[1], k[2], k[3], k[4])), num(byint(k[1], k[2], k[3], k[4], 0)), "\n")
}
for (k in list(c(8, 4, 3, 9), c(.5, 5.5, 3.5, 2.5), c(7.5, .5, 2.5, 7.5), c(2.3, 11.1, 4.4, 3.9))) for (d in c(-.35, -.1, .1, .25, .6)) {
  v <- byint(k[1], k[2], k[3], k[4], d)
  rows <- c(rows, sprintf('  {"first": %s, "second": %s, "margin": %s, "value": %s, "way": "integrate"}', arr(k[1:2]), arr(k[3:4]), num(d), num(v)))
  cat("integrate", k, d, num(v), "\n")
}
intervals <- c()
for (k in list(c(8, 4, 3, 9), c(.5, 5.5, 3.5, 2.5), c(7.5, .5, 2.5, 7.5))) {
  f <- function(goal) uniroot(function(d) byint(k[1], k[2], k[3], k[4], d) - goal, c(-.9999, .9999), tol = 1e-12)$root
  e <- c(f(.975), f(.025)); intervals <- c(intervals, sprintf('  {"first": %s, "second": %s, "interval": %s}', arr(k[1:2]), arr(k[3:4]), arr(e)))
  cat("interval", k, num(e), "\n")
}
# two-arm predictive probability of success, prior beta(1, 1) in both arms, margin and certainty
success <- c()
for (k in list(c(5, 8, 6, 2, 8, 6, 0, .95), c(6, 10, 4, 3, 9, 5, .1, .8))) {
  bb <- function(y, m, a, b) exp(lchoose(m, y) + lbeta(a + y, b + m - y) - lbeta(a, b)); total <- 0
  for (i in 0:k[3]) for (j in 0:k[6]) {
    a1 <- 1 + k[1] + i; b1 <- 1 + k[2] + k[3] - k[1] - i; a2 <- 1 + k[4] + j; b2 <- 1 + k[5] + k[6] - k[4] - j
    v <- if (k[7] == 0) exact(a1, b1, a2, b2) else byint(a1, b1, a2, b2, k[7])
    if (v >= k[8]) total <- total + bb(i, k[3], 1 + k[1], 1 + k[2] - k[1]) * bb(j, k[6], 1 + k[4], 1 + k[5] - k[4])
  }
  success <- c(success, sprintf('  {"case": %s, "value": %s}', arr(k), num(total)))
  cat("success", k, num(total), "\n")
}
writeLines(c('{"rows": [', paste(rows, collapse = ",\n"), '], "intervals": [', paste(intervals, collapse = ",\n"), '], "success": [', paste(success, collapse = ",\n"), ']}'), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")

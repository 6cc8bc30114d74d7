# Beta mixtures: posterior, summaries, predictive. Run from this folder: Rscript make.R > raw.txt
# The intervals of highest density are found by optimise over the lower tail, not by equal densities.
num <- function(x) sprintf("%.17g", x)
arr <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
priors <- list(flat = rbind(c(1, 1, 1)), jeffreys = rbind(c(1, .5, .5)), informed = rbind(c(1, 6, 14)),
  robust = rbind(c(.8, 6, 14), c(.2, 1, 1)), three = rbind(c(.5, 12, 40), c(.3, 3.5, 6.25), c(.2, 1, 1)))
data <- rbind(c(0, 5), c(7, 10), c(3, 20), c(12, 12), c(0, 0), c(30, 60))
rows <- c(); inputs <- c()
for (name in names(priors)) for (i in seq_len(nrow(data))) {
  p <- priors[[name]]; x <- data[i, 1]; n <- data[i, 2]
  a <- p[, 2] + x; b <- p[, 3] + n - x
  lw <- log(p[, 1]) + lbeta(a, b) - lbeta(p[, 2], p[, 3]); w <- exp(lw - max(lw)); w <- w / sum(w)
  cdf <- function(q) sum(w * pbeta(q, a, b)); sf <- function(q) sum(w * pbeta(q, a, b, lower.tail = FALSE))
  # solved on the logarithm of the smaller tail against the logit, for digits near 0 and 1
  Q <- function(pr) {
    if (length(w) == 1) return(qbeta(pr, a, b))
    if (pr <= 0.5) plogis(uniroot(function(u) log(sum(w * pbeta(plogis(u), a, b))) - log(pr), c(-200, 30), tol = 1e-15, maxiter = 10000)$root)
    else plogis(uniroot(function(u) log(sum(w * pbeta(plogis(u), b, a))) - log(1 - pr), c(-200, 30), tol = 1e-15, maxiter = 10000)$root, lower.tail = FALSE)
  }
  m <- sum(w * a / (a + b)); v <- sum(w * (a * b / ((a + b)^2 * (a + b + 1)) + (a / (a + b) - m)^2))
  dens <- function(q) sum(w * dbeta(q, a, b))
  width <- function(t) (if (t + .95 >= 1) 1 else Q(t + .95)) - (if (t <= 0) 0 else Q(t))
  grid <- seq(0, .05, length.out = 501); k <- which.min(sapply(grid, width))
  o <- optimise(width, c(grid[max(1, k - 1)], grid[min(501, k + 1)]), tol = 1e-12)
  t <- if (width(0) <= o$objective) 0 else if (width(.05) <= o$objective) .05 else o$minimum
  mm <- 9
  pred <- sapply(0:mm, function(y) sum(w * exp(lchoose(mm, y) + lbeta(a + y, b + mm - y) - lbeta(a, b))))
  rows <- c(rows, sprintf('  {"prior": "%s", "x": %d, "n": %d, "weights": %s, "mean": %s, "sd": %s, "above": %s, "below": %s, "density": %s, "quantiles": %s, "equal": %s, "hpd_width": %s, "hpd_tail": %s, "predictive": %s}',
    name, x, n, arr(w), num(m), num(sqrt(v)), arr(sapply(c(.1, .3, .6, .95), sf)), arr(sapply(c(.1, .3, .6, .95), cdf)), arr(sapply(c(.1, .3, .6, .95), dens)), arr(sapply(c(.001, .1, .5, .9, .999), Q)), arr(c(Q(.025), Q(.975))), num(width(t)), num(t), arr(pred)))
  cat(name, x, n, num(m), num(c(Q(.025), Q(.975))), num(width(t)), "\n")
  inputs <- rbind(inputs, data.frame(prior = name, weight = p[, 1], a = p[, 2], b = p[, 3], x = x, n = n))
}
# predictive probability of success, enumerated
success <- c()
for (k in list(list("flat", "flat", 4, 10, 10, .2, .9), list("informed", "flat", 5, 12, 8, .3, .95), list("robust", "robust", 7, 15, 15, .3, .9), list("robust", "flat", 7, 15, 0, .3, .9))) {
  post <- function(pr, x, n) { p <- priors[[pr]]; a <- p[, 2] + x; b <- p[, 3] + n - x; w <- p[, 1] * exp(lbeta(a, b) - lbeta(p[, 2], p[, 3])); list(w = w / sum(w), a = a, b = b) }
  now <- post(k[[1]], k[[3]], k[[4]]); total <- 0
  for (y in 0:k[[5]]) {
    py <- sum(now$w * exp(lchoose(k[[5]], y) + lbeta(now$a + y, now$b + k[[5]] - y) - lbeta(now$a, now$b)))
    f <- post(k[[2]], k[[3]] + y, k[[4]] + k[[5]])
    if (sum(f$w * pbeta(k[[6]], f$a, f$b, lower.tail = FALSE)) >= k[[7]]) total <- total + py
  }
  success <- c(success, sprintf('  {"present": "%s", "analysis": "%s", "x": %d, "n": %d, "future": %d, "threshold": %s, "certainty": %s, "value": %s}', k[[1]], k[[2]], k[[3]], k[[4]], k[[5]], num(k[[6]]), num(k[[7]]), num(total)))
  cat("success", unlist(k), num(total), "\n")
}
writeLines(c('{"posteriors": [', paste(rows, collapse = ",\n"), '], "success": [', paste(success, collapse = ",\n"), ']}'), "expected.json")
write.csv(inputs, "input.csv", row.names = FALSE, quote = FALSE)
cat(sessionInfo()$R.version$version.string, "\n")

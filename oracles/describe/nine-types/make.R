# Nine quantile types, MAD, order-statistic interval of the median. Run from this folder: Rscript make.R > raw.txt
library(jsonlite)
set.seed(901)
samples <- list(one = 3.5, two = c(4, 1), five = c(2, 9, 4, 4, 7), six = c(1, 2, 3, 4, 5, 6), ties = c(1, 1, 2, 2, 2, 8, 9),
  ten = round(rnorm(10), 3), thirteen = round(rexp(13) * 100, 1), forty = round(rnorm(40, 50, 12)))
probs <- c(0, 0.025, 0.1, 0.2, 0.25, 0.35, 0.4, 0.5, 0.6, 0.75, 0.9, 0.975, 1)
rows <- lapply(names(samples), function(id) {
  x <- samples[[id]]; n <- length(x); s <- sort(x)
  q <- lapply(1:9, function(t) as.numeric(quantile(x, probs, type = t)))
  ci <- list()
  for (level in c(0.5, 0.8, 0.9, 0.95, 0.99)) {
    # the largest rank whose two-sided binomial coverage reaches the level
    ranks <- 1:ceiling(n / 2); cover <- 1 - 2 * pbinom(ranks - 1, n, 0.5); ok <- which(cover >= level - 1e-12)
    if (length(ok)) { k <- max(ok); ci <- c(ci, list(list(level = level, rank = k, lower = s[k], upper = s[n - k + 1], achieved = cover[k]))) }
  }
  cat(id, "mad", mad(x), mad(x, constant = 1), "\n"); print(sapply(1:9, function(t) quantile(x, 0.25, type = t)))
  list(sample = id, values = I(x), types = q, mad = mad(x), raw = mad(x, constant = 1), intervals = ci)
})
writeLines(toJSON(list(probs = probs, samples = rows), digits = I(17), auto_unbox = TRUE), "expected.json")
cat(sessionInfo()$R.version$version.string, "jsonlite", as.character(packageVersion("jsonlite")), "\n")

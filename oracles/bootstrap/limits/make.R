# Percentile and BCa limits from given replicates. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(boot)); library(jsonlite)
set.seed(77)
rows <- list()
for (kind in c("mean", "variance", "trimmed")) for (n in c(8, 15)) for (R in c(199, 400)) {
  x <- round(rexp(n) * 10, 2)
  f <- switch(kind, mean = mean, variance = var, trimmed = function(v) mean(v, trim = 0.25))
  b <- boot(x, function(d, i) f(d[i]), R = R)
  jack <- sapply(1:n, function(i) f(x[-i])); L <- mean(jack) - jack
  a <- sum(L^3) / (6 * sum(L^2)^1.5)
  for (level in c(0.8, 0.9)) {
    ci <- boot.ci(b, conf = level, type = c("perc", "bca"), L = L)
    rows <- c(rows, list(list(id = paste(kind, n, R), level = level, estimate = b$t0, acceleration = a, replicates = as.numeric(b$t),
      percentile = ci$percent[4:5], bca = if (any(abs(b$t - b$t0) < 1e-9)) NULL else ci$bca[4:5])))
    cat(kind, n, R, level, ci$percent[4:5], ci$bca[4:5], "a", a, "ties", sum(b$t == b$t0), "\n")
  }
}
# ties: the share below plus half of the share equal, by the formulas
x <- c(2, 2, 3, 4, 4, 4, 5, 9, 12); R <- 499
t <- replicate(R, median(sample(x, replace = TRUE))); t0 <- median(x)
z0 <- qnorm((sum(t < t0) + sum(t == t0) / 2) / R); a <- 0.05; alpha <- c(0.05, 0.95)
p <- pnorm(z0 + (z0 + qnorm(alpha)) / (1 - a * (z0 + qnorm(alpha)))); s <- sort(t); k <- floor((R + 1) * p)
w <- (qnorm(p) - qnorm(k / (R + 1))) / (qnorm((k + 1) / (R + 1)) - qnorm(k / (R + 1)))
rows <- c(rows, list(list(id = "median ties", level = 0.9, estimate = t0, acceleration = a, replicates = t, bca = s[k] + w * (s[k + 1] - s[k]))))
writeLines(toJSON(rows, digits = I(17), auto_unbox = TRUE), "expected.json")
cat(sessionInfo()$R.version$version.string, "boot", as.character(packageVersion("boot")), "\n")

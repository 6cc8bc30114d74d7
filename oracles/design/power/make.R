# Power and sample size. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(jsonlite))
t <- list(); size <- list(); two <- list(); one <- list(); onesize <- list(); twosize <- list()
for (type in c("paired", "two.sample")) for (n in c(5, 10, 24, 60)) for (d in c(0.3, 0.8, 1.5)) for (side in c("two.sided", "one.sided")) for (a in c(0.05, 0.01))
  t[[length(t) + 1]] <- list(type = type, n = n, effect = d, alpha = a, side = side, power = power.t.test(n, d, sig.level = a, type = type, alternative = side, strict = TRUE)$power)
for (type in c("paired", "two.sample")) for (d in c(0.4, 0.8, 1.2)) for (side in c("two.sided", "one.sided"))
  size[[length(size) + 1]] <- list(type = type, effect = d, alpha = 0.05, side = side, power = 0.9, n = ceiling(power.t.test(delta = d, power = 0.9, type = type, alternative = side, strict = TRUE, tol = 1e-10)$n))
fp <- function(n1, n2, p1, p2, a) {
  s <- c(two = 0, greater = 0, doubled = 0)
  for (x in 0:n1) for (y in 0:n2) {
    w <- dbinom(x, n1, p1) * dbinom(y, n2, p2); m <- matrix(c(x, n1 - x, y, n2 - y), 2)
    g <- phyper(x - 1, n1, n2, x + y, lower.tail = FALSE); l <- phyper(x, n1, n2, x + y)
    s <- s + w * c(fisher.test(m, conf.int = FALSE)$p.value <= a * (1 + 1e-9), g <= a * (1 + 1e-9), 2 * min(g, l) <= a * (1 + 1e-9))
  }
  s
}
for (k in list(c(10, 10, 0.8, 0.2), c(12, 9, 0.7, 0.1), c(15, 20, 0.5, 0.2), c(8, 16, 0.3, 0.3))) for (a in c(0.05, 0.1)) {
  s <- fp(k[1], k[2], k[3], k[4], a); two[[length(two) + 1]] <- list(n1 = k[1], n2 = k[2], p1 = k[3], p2 = k[4], alpha = a, two = s[[1]], greater = s[[2]], doubled = s[[3]])
}
n <- 1; while (fp(n, n, 0.8, 0.2, 0.05)[1] < 0.8) n <- n + 1
twosize <- list(p1 = 0.8, p2 = 0.2, alpha = 0.05, power = 0.8, n = n)
crit <- function(n, p0, a) { r <- which(pbinom((0:n) - 1, n, p0, lower.tail = FALSE) <= a); if (length(r)) r[1] - 1 else NA }
for (n in c(5, 9, 17, 40)) for (k in list(c(0.1, 0.3), c(0.2, 0.4), c(0.5, 0.8))) {
  r <- crit(n, k[1], 0.05); if (!is.na(r)) one[[length(one) + 1]] <- list(n = n, p0 = k[1], p1 = k[2], alpha = 0.05, critical = r, size = pbinom(r - 1, n, k[1], lower.tail = FALSE), power = pbinom(r - 1, n, k[2], lower.tail = FALSE))
}
for (k in list(c(0.1, 0.3), c(0.2, 0.4), c(0.5, 0.8))) {
  ok <- sapply(1:1000, function(n) { r <- crit(n, k[1], 0.05); !is.na(r) && pbinom(r - 1, n, k[2], lower.tail = FALSE) >= 0.8 })
  onesize[[length(onesize) + 1]] <- list(p0 = k[1], p1 = k[2], first = which(ok)[1], steady = max(which(!ok)) + 1)
}
write.csv(data.frame(none = "the designs are in make.R"), "input.csv", row.names = FALSE, quote = FALSE)
j <- toJSON(list(t = t, size = size, two = two, two_size = twosize, one = one, one_size = onesize), auto_unbox = TRUE, digits = NA, pretty = TRUE); writeLines(j, "expected.json"); writeLines(j)
cat(sessionInfo()$R.version$version.string, "\njsonlite", as.character(packageVersion("jsonlite")), "\n")

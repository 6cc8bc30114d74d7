# Barnard (score) and Boschloo by enumeration. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(jsonlite))
sizes <- rbind(c(6, 6), c(6, 7), c(5, 12), c(10, 10), c(13, 9), c(15, 15), c(20, 22))
# largest probability over the common proportion: grid of 5001 points, then optimize() around the five best
sup <- function(keep, n1, n2) {
  x <- rep(0:n1, n2 + 1)[keep]; y <- rep(0:n2, each = n1 + 1)[keep]
  w <- choose(n1, x) * choose(n2, y); s <- x + y; n <- n1 + n2
  coef <- sapply(0:n, function(m) sum(w[s == m]))
  f <- function(p) sum(coef * p^(0:n) * (1 - p)^(n:0))
  g <- seq(0, 1, length.out = 5001); v <- sapply(g, f); best <- max(v)
  for (i in order(v, decreasing = TRUE)[1:5]) best <- max(best, optimize(f, c(max(0, g[i] - 0.0004), min(1, g[i] + 0.0004)), maximum = TRUE, tol = 1e-12)$objective)
  min(1, best)
}
out <- list()
set.seed(5)
for (i in seq_len(nrow(sizes))) {
  n1 <- sizes[i, 1]; n2 <- sizes[i, 2]
  x <- rep(0:n1, n2 + 1); y <- rep(0:n2, each = n1 + 1); m <- x + y
  d <- x * n2 - y * n1
  # whole numbers: ties are exact
  z2 <- ifelse(d == 0, 0, d^2 / pmax(1, m * (n1 + n2 - m)))
  z2 <- signif(z2, 13)
  one <- phyper(x - 1, n1, n2, m, lower.tail = FALSE); less <- phyper(x, n1, n2, m)
  two <- mapply(function(a, b) fisher.test(matrix(c(a, n1 - a, b, n2 - b), 2), conf.int = FALSE)$p.value, x, y)
  picks <- unique(rbind(if (n1 == 6 && n2 == 6) c(4, 0), if (n1 == 6 && n2 == 7) c(5, 1), cbind(sample(0:n1, 6, TRUE), sample(0:n2, 6, TRUE)), c(n1, 0), c(floor(0.8 * n1), floor(0.2 * n2)), c(floor(0.1 * n1), floor(0.7 * n2))))
  for (j in seq_len(nrow(picks))) {
    a <- picks[j, 1]; b <- picks[j, 2]; at <- x == a & y == b
    signed <- sign(d) * z2; tol <- 1e-9
    row <- list(x1 = a, n1 = n1, x2 = b, n2 = n2,
      barnard = list(greater = sup(signed >= signed[at] - tol, n1, n2), less = sup(signed <= signed[at] + tol, n1, n2), two_sided = sup(z2 >= z2[at] - tol, n1, n2)),
      boschloo = list(greater = sup(one <= one[at] * (1 + 1e-9), n1, n2), less = sup(less <= less[at] * (1 + 1e-9), n1, n2), two_sided = sup(two <= two[at] * (1 + 1e-9), n1, n2)))
    out[[length(out) + 1]] <- row
  }
}
write.csv(do.call(rbind, lapply(out, function(r) data.frame(x1 = r$x1, n1 = r$n1, x2 = r$x2, n2 = r$n2))), "input.csv", row.names = FALSE, quote = FALSE)
j <- toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE); writeLines(j, "expected.json"); writeLines(j)
cat(sessionInfo()$R.version$version.string, "\njsonlite", as.character(packageVersion("jsonlite")), "\n")

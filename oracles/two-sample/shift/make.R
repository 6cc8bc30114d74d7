# Interval of the shift: coin's exact test inverted over all differences and gaps. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(coin)); library(jsonlite)
set.seed(31)
p_at <- function(x, y, s) {
  v <- round(c(x - s, y), 9)
  if (length(unique(v)) == 1) return(1)
  as.numeric(pvalue(wilcox_test(v ~ g, data.frame(v = v, g = factor(rep(1:2, c(length(x), length(y))))), distribution = exact(algorithm = "split-up")))) }
rows <- list()
for (n in list(c(4, 4), c(4, 6), c(7, 5), c(8, 8), c(12, 9))) for (kind in c("continuous", "whole")) for (level in c(0.8, 0.95)) {
  f <- switch(kind, continuous = function(x) round(x, 3), whole = function(x) round(x))
  x <- f(rnorm(n[1], 2, 2)); y <- f(rnorm(n[2], 0, 3)); alpha <- 1 - level + 1e-9
  d <- sort(unique(round(as.numeric(outer(x, y, "-")), 9))); m <- length(d)
  mids <- c(d[1] - 1, (d[-1] + d[-m]) / 2, d[m] + 1)
  pp <- sapply(d, function(s) p_at(x, y, s)); pg <- sapply(mids, function(s) p_at(x, y, s))
  row <- list(id = paste(n[1], n[2], kind), first = x, second = y, level = level)
  if (max(pg[1], pg[m + 1]) > alpha) row$reachable <- FALSE else {
    cells <- numeric(2 * m + 1); cells[seq(1, 2 * m + 1, 2)] <- pg; cells[seq(2, 2 * m, 2)] <- pp
    ok <- which(cells > alpha); a <- min(ok); b <- max(ok)
    row <- c(row, list(reachable = TRUE, lower = d[if (a %% 2 == 0) a / 2 else (a - 1) / 2], upper = d[if (b %% 2 == 0) b / 2 else (b + 1) / 2],
      holes = any(cells[a:b] <= alpha), achieved = 1 - max(pg[pg <= alpha])))
    # where a p equals alpha, wilcox.test leaves one order statistic more in
    if (kind == "continuous" && !anyDuplicated(c(x, y)) && all(abs(pg - (1 - level)) > 1e-8)) { w <- wilcox.test(x, y, exact = TRUE, conf.int = TRUE, conf.level = level); row$base <- as.numeric(w$conf.int) }
  }
  print(unlist(row[!(names(row) %in% c("first", "second"))])); rows <- c(rows, list(row))
}
writeLines(toJSON(rows, digits = I(17), auto_unbox = TRUE), "expected.json")
cat(sessionInfo()$R.version$version.string, "coin", as.character(packageVersion("coin")), "\n")

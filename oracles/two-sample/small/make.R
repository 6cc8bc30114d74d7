# Two groups: Welch t, exact rank-sum (coin), Newcombe, Fisher. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(coin))
num <- function(x) sprintf("%.17g", x)
set.seed(77)
rows <- c(); inputs <- c()
for (n in list(c(3, 3), c(4, 6), c(8, 5), c(10, 12), c(15, 15), c(30, 25))) for (kind in c("continuous", "halves", "whole")) {
  f <- switch(kind, continuous = function(x) round(x, 3), halves = function(x) round(2 * x) / 2, whole = function(x) round(x / 2))
  x <- f(rnorm(n[1], 2, 2)); y <- f(rnorm(n[2], 0, 4)); id <- sprintf("%d-%d-%s", n[1], n[2], kind)
  t <- t.test(x, y)
  w <- wilcox_test(v ~ g, data.frame(v = c(x, y), g = factor(rep(1:2, n))), distribution = "exact")
  rows <- c(rows, sprintf('  {"case": "%s", "t": %s, "df": %s, "p_t": %s, "se": %s, "lower": %s, "upper": %s, "w": %s, "p_w": %s, "shift": %s}', id, num(t$statistic), num(t$parameter), num(t$p.value), num(t$stderr), num(t$conf.int[1]), num(t$conf.int[2]), num(sum(rank(c(x, y))[1:n[1]])), num(as.numeric(pvalue(w))), num(median(outer(x, y, "-")))))
  inputs <- rbind(inputs, data.frame(case = id, group = rep(1:2, n), value = sprintf("%.17g", c(x, y))))
  cat(id, "\n"); print(t); print(w)
}
write.csv(inputs, "input.csv", row.names = FALSE, quote = FALSE)
tables <- c()
wil <- function(x, n, l) as.numeric(suppressWarnings(prop.test(x, n, conf.level = l, correct = FALSE))$conf.int)
for (k in list(c(3, 13, 1, 12), c(0, 10, 10, 10), c(0, 5, 0, 7), c(7, 7, 2, 9), c(12, 20, 5, 25), c(1, 4, 3, 6), c(20, 30, 18, 30))) for (l in c(0.9, 0.95)) {
  a <- wil(k[1], k[2], l); b <- wil(k[3], k[4], l); p <- k[1] / k[2]; q <- k[3] / k[4]
  lo <- p - q - sqrt((p - a[1])^2 + (b[2] - q)^2); hi <- p - q + sqrt((a[2] - p)^2 + (q - b[1])^2)
  fp <- fisher.test(matrix(c(k[1], k[2] - k[1], k[3], k[4] - k[3]), 2))$p.value
  tables <- c(tables, sprintf('  {"x1": %d, "n1": %d, "x2": %d, "n2": %d, "level": %s, "lower": %s, "upper": %s, "fisher": %s}', k[1], k[2], k[3], k[4], num(l), num(lo), num(hi), num(fp)))
  cat(k, l, num(c(lo, hi, fp)), "\n")
}
writeLines(c('{"groups": [', paste(rows, collapse = ",\n"), '], "tables": [', paste(tables, collapse = ",\n"), ']}'), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")
for (p in c("coin", "exactRankTests")) if (p %in% loadedNamespaces()) cat(p, as.character(packageVersion(p)), "\n")

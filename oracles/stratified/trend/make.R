# Cochran-Armitage trend. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages({library(jsonlite); library(coin)})
cases <- list(list(id = "dose", x = c(0, 1, 4), n = c(3, 6, 6), s = c(1, 2, 3)), list(id = "log", x = c(1, 1, 3, 5), n = c(6, 5, 7, 6), s = c(0.5, 1, 2, 4)),
  list(id = "flat", x = c(2, 3, 2), n = c(5, 6, 5), s = c(0, 10, 30)), list(id = "fall", x = c(7, 5, 2, 1), n = c(9, 9, 9, 9), s = 1:4), list(id = "edge", x = c(0, 0, 0, 1), n = c(4, 3, 6, 3), s = c(1, 3, 4, 9)))
out <- list(); input <- NULL
for (k in cases) {
  input <- rbind(input, data.frame(case = k$id, x = k$x, n = k$n, score = k$s))
  t <- suppressWarnings(prop.trend.test(k$x, k$n, k$s))
  score <- rep(k$s, k$n); y <- factor(unlist(mapply(function(x, n) rep(c(1, 0), c(x, n - x)), k$x, k$n)), levels = c(1, 0))
  e <- function(alt) as.numeric(pvalue(independence_test(score ~ y, distribution = exact("split-up"), alternative = alt)))
  a <- independence_test(score ~ y)
  out[[length(out) + 1]] <- list(case = k$id, chi = unname(t$statistic), p = t$p.value, z_permutation = as.numeric(statistic(a)), two = e("two.sided"), less = e("less"), greater = e("greater"))
}
write.csv(input, "input.csv", row.names = FALSE, quote = FALSE)
j <- toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE); writeLines(j, "expected.json"); writeLines(j)
cat(sessionInfo()$R.version$version.string, "\ncoin", as.character(packageVersion("coin")), "\njsonlite", as.character(packageVersion("jsonlite")), "\n")

# Brunner-Munzel: the formulas written out with rank(), and all splits. Run from this folder: Rscript make.R > raw.txt
library(jsonlite)
set.seed(8)
bm <- function(x, y) {
  m <- length(x); n <- length(y); r <- rank(c(x, y)); r1 <- r[1:m]; r2 <- r[-(1:m)]
  p <- (mean(r2) - (n + 1) / 2) / m
  v1 <- sum((r1 - rank(x) - mean(r1) + (m + 1) / 2)^2) / (m - 1); v2 <- sum((r2 - rank(y) - mean(r2) + (n + 1) / 2)^2) / (n - 1)
  v <- m * v1 + n * v2
  c(effect = p, stat = if (v < 1e-9) sign(round(p - 0.5, 9)) * Inf else m * n * (mean(r2) - mean(r1)) / (m + n) / sqrt(v),
    df = v^2 / ((m * v1)^2 / (m - 1) + (n * v2)^2 / (n - 1)), se = sqrt(v1 / (m * n^2) + v2 / (n * m^2)))
}
rows <- list()
for (k in list(c(3, 4), c(4, 4), c(5, 6), c(6, 6), c(8, 7))) for (kind in c("continuous", "whole", "apart")) {
  x <- rnorm(k[1], 0, 1); y <- rnorm(k[2], 1, 3)
  if (kind == "continuous") { x <- round(x, 3); y <- round(y, 3) } else if (kind == "whole") { x <- round(x); y <- round(y) } else { x <- round(x, 2); y <- round(abs(y) + max(x) + 1, 2) }
  s <- bm(x, y); v <- c(x, y)
  all <- combn(sum(k), k[1], function(i) bm(v[i], v[-i])["stat"]); all[is.nan(all)] <- 0
  p <- mean(abs(all) >= abs(s["stat"]) * (1 - 1e-9))
  row <- list(id = paste(k[1], k[2], kind), first = x, second = y, effect = s[["effect"]], permutation = p)
  if (is.finite(s["stat"])) { pt2 <- 2 * pt(-abs(s[["stat"]]), s[["df"]]); h <- qt(0.975, s[["df"]]) * s[["se"]]
    row <- c(row, list(statistic = s[["stat"]], df = s[["df"]], se = s[["se"]], p = pt2, lower = s[["effect"]] - h, upper = s[["effect"]] + h)) }
  print(unlist(row[-(2:3)])); rows <- c(rows, list(row))
}
writeLines(toJSON(rows, digits = I(17), auto_unbox = TRUE), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")

# What wilcox.test prints by default for one sample, and the t approximation of SAS by its formula.
# Run from this folder: Rscript make.R > raw.txt
num <- function(x) sprintf("%.17g", x)
set.seed(811)
out <- c()
for (n in c(3, 5, 6, 8, 12, 20, 21, 30, 49, 50, 60)) for (kind in c("continuous", "halves", "whole")) {
  x <- rnorm(n, 0.8, 3)
  d <- switch(kind, continuous = round(x, 6), halves = round(2 * x) / 2, whole = round(x / 1.5))
  if (all(d == 0)) d[1] <- 1
  r <- suppressWarnings(wilcox.test(d))
  z <- d[d != 0]; m <- length(z); k <- rank(abs(z)); s <- sum(k[z > 0]) - m * (m + 1) / 4
  t <- table(abs(z)); v <- (m * (m + 1) * (2 * m + 1) - sum(t * (t + 1) * (t - 1)) / 2) / 24
  stat <- s * sqrt((m - 1) / (m * v - s^2))
  p <- if (m > 20) 2 * pt(-abs(stat), m - 1) else NA
  out <- c(out, sprintf('  {"values": [%s], "r_v": %s, "r_p": %s, "r_method": "%s", "sas_s": %s, "sas_p": %s}',
    paste(num(d), collapse = ", "), num(r$statistic), num(r$p.value), r$method, num(s), ifelse(is.na(p), "null", num(p))))
  cat(n, kind, r$method, num(r$statistic), num(r$p.value), num(s), ifelse(is.na(p), "-", num(p)), "\n")
}
writeLines(c("[", paste(out, collapse = ",\n"), "]"), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")

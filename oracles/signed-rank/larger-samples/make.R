# Exact signed-rank p-values of larger samples with ties and zeros (coin), and base R's untied critical levels.
# Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(coin))
num <- function(x) sprintf("%.17g", x)
set.seed(60)
rows <- c(); inputs <- c()
for (n in c(25, 40, 60, 100, 200)) for (kind in c("continuous", "halves", "whole")) {
  x <- rnorm(n, 0.8, 3)
  d <- switch(kind, continuous = round(x, 6), halves = round(2 * x) / 2, whole = round(x / 1.5))
  id <- sprintf("n%03d-%s", n, kind)
  inputs <- rbind(inputs, data.frame(case = id, difference = d))
  for (rule in c("Wilcoxon", "Pratt")) {
    p <- as.numeric(pvalue(wilcoxsign_test(d ~ rep(0, n), distribution = "exact", zero.method = rule)))
    base <- if (kind == "continuous") wilcox.test(d, exact = TRUE, conf.int = n <= 60) else NULL
    ci <- if (kind == "continuous" && n <= 60) as.numeric(base$conf.int) else c(NA, NA)
    achieved <- if (n <= 60) { k <- qsignrank(0.025, n); if (psignrank(k, n) > 0.025) k <- k - 1; 1 - 2 * psignrank(k, n) } else NA
    j <- function(v) ifelse(is.na(v), "null", num(v))
    rows <- c(rows, sprintf('  {"case": "%s", "rule": "%s", "p": %s, "base_p": %s, "base_lower": %s, "base_upper": %s, "untied_achieved": %s}', id, rule, num(p), if (is.null(base)) "null" else num(base$p.value), j(ci[1]), j(ci[2]), if (kind == "continuous") j(achieved) else "null"))
    cat(id, rule, "p", num(p), if (!is.null(base)) c("wilcox.test", num(base$p.value), num(ci)), "\n")
  }
}
write.csv(inputs, "input.csv", row.names = FALSE, quote = FALSE)
writeLines(c("[", paste(rows, collapse = ",\n"), "]"), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")
for (p in c("coin", "exactRankTests")) if (p %in% loadedNamespaces()) cat(p, as.character(packageVersion(p)), "\n")

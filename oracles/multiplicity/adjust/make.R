# Adjusted p-values. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(jsonlite))
set.seed(3)
sets <- list(four = c(0.03, 0.01, 0.04, 0.02), one = 0.2, ties = c(0.01, 0.01, 0.2, 0.2, 0.2, 1), zero = c(0, 0.5, 1e-12, 0.049), ten = signif(runif(10)^3, 4), forty = signif(runif(40)^2, 6), mixed = c(0.0007, 0.021, 0.0051, 0.041, 0.9, 0.0123, 0.033))
out <- lapply(names(sets), function(id) { p <- sets[[id]]; list(case = id, p = I(p), bonferroni = I(p.adjust(p, "bonferroni")), holm = I(p.adjust(p, "holm")), hochberg = I(p.adjust(p, "hochberg")), hommel = I(p.adjust(p, "hommel")), bh = I(p.adjust(p, "BH")), by = I(p.adjust(p, "BY")), fixed = I(cummax(p))) })
write.csv(do.call(rbind, lapply(names(sets), function(id) data.frame(case = id, p = sprintf("%.17g", sets[[id]])))), "input.csv", row.names = FALSE, quote = FALSE)
j <- toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE); writeLines(j, "expected.json"); writeLines(j)
cat(sessionInfo()$R.version$version.string, "\njsonlite", as.character(packageVersion("jsonlite")), "\n")

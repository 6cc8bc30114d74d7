# Heteroscedasticity-consistent errors. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages({library(sandwich); library(jsonlite)})
set.seed(4); d <- data.frame(x = round(rnorm(18), 2), g = rep(0:2, 6)); d$y <- round(1 + d$x + d$g + rnorm(18) * (1 + d$g), 2)
write.csv(d, "input.csv", row.names = FALSE, quote = FALSE)
f <- lm(y ~ x + factor(g), d); s <- summary(f); se <- function(t) unname(sqrt(diag(vcovHC(f, type = t))))
write_json(list(beta = unname(coef(f)), se = unname(s$coefficients[, 2]), p = unname(s$coefficients[, 4]), r_squared = s$r.squared, sd = s$sigma, f = unname(s$fstatistic[1]),
  f_p = unname(pf(s$fstatistic[1], s$fstatistic[2], s$fstatistic[3], lower.tail = FALSE)), HC0 = se("HC0"), HC1 = se("HC1"), HC2 = se("HC2"), HC3 = se("HC3")), "expected.json", digits = NA, auto_unbox = TRUE)
print(s, digits = 10); for (t in paste0("HC", 0:3)) { cat(t, ""); print(se(t), digits = 12) }
cat(R.version.string, "\n"); for (p in c("sandwich", "jsonlite")) cat(p, as.character(packageVersion(p)), "\n")

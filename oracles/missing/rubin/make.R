# Rubin's rules from the published formulas. Run from this folder: Rscript make.R > raw.txt
num <- function(x) sprintf("%.17g", x)
arr <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
set.seed(5); rows <- c(); inputs <- c()
for (m in c(2, 5, 20, 200)) for (b in c(0.01, 1, 5)) for (df in c(NA, 8, 40)) {
  q <- round(rnorm(m, 1.5, sqrt(b)), 4); u <- round(1 + runif(m, -.2, .2), 4)
  Q <- mean(q); W <- mean(u); B <- var(q); T <- W + (1 + 1 / m) * B; r <- (1 + 1 / m) * B / W; lambda <- (1 + 1 / m) * B / T
  # Rubin 1987, eq. 3.1.6, by the relative increase; Barnard and Rubin 1999
  old <- (m - 1) * (1 + 1 / r)^2
  nu <- if (is.na(df)) old else { obs <- (df + 1) / (df + 3) * df * (1 - lambda); old * obs / (old + obs) }
  h <- qt(.975, nu) * sqrt(T); p <- 2 * pt(-abs(Q) / sqrt(T), nu); id <- sprintf("%d-%s-%s", m, b, df)
  rows <- c(rows, sprintf('  {"case": "%s", "complete": %s, "estimate": %s, "within": %s, "between": %s, "total": %s, "increase": %s, "lambda": %s, "df": %s, "p": %s, "lower": %s, "upper": %s}', id, if (is.na(df)) "null" else num(df), num(Q), num(W), num(B), num(T), num(r), num(lambda), num(nu), num(p), num(Q - h), num(Q + h)))
  inputs <- rbind(inputs, data.frame(case = id, estimate = q, variance = u)); cat(id, num(c(Q, T, nu, p)), "\n")
}
writeLines(c("[", paste(rows, collapse = ",\n"), "]"), "expected.json")
write.csv(inputs, "input.csv", row.names = FALSE, quote = FALSE)
cat(sessionInfo()$R.version$version.string, "\n")

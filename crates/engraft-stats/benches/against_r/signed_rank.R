# Exact signed-rank test with ties: exactRankTests (p; p and interval) and coin (p). Zeros dropped by both.
# exactRankTests is exact above 50 values only when asked.
suppressMessages({library(exactRankTests); library(coin)})
e <- wilcox.exact(given, exact = TRUE)$p.value
zeros <- rep(0, length(given))
by_coin <- function() pvalue(wilcoxsign_test(given ~ zeros, zero.method = "Wilcoxon", distribution = "exact"))
answer(per_call(function() wilcox.exact(given, exact = TRUE)), per_call(function() wilcox.exact(given, exact = TRUE, conf.int = TRUE)),
       per_call(by_coin, FALSE), e, by_coin())

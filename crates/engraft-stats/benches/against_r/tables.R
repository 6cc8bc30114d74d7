# Fisher's and Boschloo's tests of many tables, two-sided. Rows: x1, n1, x2, n2.
# The package Exact is not installed. Boschloo's test is written out as users write it, with what vectors give: the p-values of
# Fisher's test once for each pair of sizes, then the largest probability over a grid of 999 common proportions.
tables <- matrix(given, ncol = 4)
fisher <- function() apply(tables, 1, function(t) fisher.test(matrix(c(t[1], t[2] - t[1], t[3], t[4] - t[3]), 2))$p.value)
p_of_all <- function(n1, n2) {
  P <- matrix(0, n1 + 1, n2 + 1)
  for (s in 0:(n1 + n2)) {
    x <- max(0, s - n2):min(n1, s)
    d <- dhyper(x, n1, n2, s)
    P[cbind(x + 1, s - x + 1)] <- pmin(1, sapply(d, function(one) sum(d[d <= one * (1 + 1e-7)])))
  }
  P
}
grid <- (1:999) / 1000
boschloo <- function() {
  known <- list()
  apply(tables, 1, function(t) {
    key <- paste(t[2], t[4])
    if (is.null(known[[key]])) {
      known[[key]] <<- list(P = p_of_all(t[2], t[4]), A = outer(0:t[2], grid, dbinom, size = t[2]),
                            B = outer(0:t[4], grid, dbinom, size = t[4]))
    }
    k <- known[[key]]
    inside <- k$P <= k$P[t[1] + 1, t[3] + 1] * (1 + 1e-7)
    max(colSums(k$A * (inside %*% k$B)))
  })
}
f <- NULL
b <- NULL
seconds <- c(per_call(function() f <<- fisher(), FALSE), per_call(function() b <<- boschloo(), FALSE))
answer(seconds, f, b)

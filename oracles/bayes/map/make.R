# MAP priors. Run from this folder: Rscript make.R > raw.txt
# Normal: integrate over tau, mu in closed form by the multivariate normal density of all estimates together.
# Binomial: integrate over theta for each study, a fine trapezoidal grid over mu, and over tau another fine grid.
num <- function(x) sprintf("%.17g", x)
arr <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
rows <- c()
prior <- function(kind, scale, df) if (kind == "half-normal") function(t) dnorm(t, 0, scale) * 2 else function(t) 2 * dt(t / scale, df) / scale
sets <- list(list(y = c(-1.2, -.8, -1.5), s = c(.3, .4, .5)), list(y = c(2.1, 3.9, .4, 2.7, 5.0), s = c(.5, .6, .7, .4, 1)), list(y = .7, s = .3))
for (set in sets) for (k in list(list("half-normal", .5, 1), list("half-normal", 2, 1), list("half-t", 1, 4))) {
  y <- set$y; s <- set$s; g <- prior(k[[1]], k[[2]], k[[3]]); m0 <- 0; s0 <- 10
  lik <- function(tau) { V <- diag(s^2 + tau^2, length(y)) + s0^2; r <- y - m0; exp(-.5 * as.numeric(determinant(V)$modulus) - .5 * sum(r * solve(V, r))) }
  mu <- function(tau) { w <- 1 / (s^2 + tau^2); P <- sum(w) + 1 / s0^2; c((sum(w * y) + m0 / s0^2) / P, 1 / P) }
  post <- function(h) { I <- function(f) sum(mapply(function(a, b) integrate(Vectorize(f), a, b, rel.tol = 1e-11, subdivisions = 5000L)$value, c(0, .05, .2, .5, 1, 2, 5, 20), c(.05, .2, .5, 1, 2, 5, 20, Inf))); I(function(t) g(t) * lik(t) * h(t)) / I(function(t) g(t) * lik(t)) }
  m <- post(function(t) mu(t)[1]); m2 <- post(function(t) mu(t)[1]^2 + mu(t)[2])
  F <- sapply(c(-2, -1, 0, 1, 3), function(q) post(function(t) pnorm(q, mu(t)[1], sqrt(mu(t)[2] + t^2))))
  tau <- post(function(t) t)
  v <- if (k[[1]] == "half-normal") post(function(t) mu(t)[1]^2 + mu(t)[2] + t^2) - m^2 else NA
  rows <- c(rows, sprintf('  {"y": %s, "se": %s, "kind": "%s", "scale": %s, "df": %s, "mean": %s, "mu_sd": %s, "tau": %s, "sd": %s, "below": %s}', arr(y), arr(s), k[[1]], num(k[[2]]), num(k[[3]]), num(m), num(sqrt(m2 - m^2)), num(tau), if (is.na(v)) "null" else num(sqrt(v)), arr(F)))
  cat("normal", k[[1]], k[[2]], num(c(m, sqrt(m2 - m^2), tau, F)), "\n")
}
brows <- c()
bsets <- list(list(x = c(3, 5, 1, 4), n = c(20, 24, 12, 30)), list(x = c(0, 0, 2), n = c(6, 9, 15)), list(x = c(5, 8), n = c(5, 10)))
for (set in bsets) for (k in list(c(.5, 2), c(1, 1.5))) {
  x <- set$x; n <- set$n; sc <- k[1]; s0 <- k[2]
  # Gauss-Hermite by eigenvalues, 160 nodes, for each study's theta
  K <- 160; J <- matrix(0, K, K); o <- sqrt(1:(K - 1)); J[cbind(1:(K - 1), 2:K)] <- o; J[cbind(2:K, 1:(K - 1))] <- o
  e <- eigen(J, symmetric = TRUE); z <- e$values; wz <- e$vectors[1, ]^2
  taus <- seq(0, 8 * sc, length.out = 401); wt <- rep(1, 401); wt[c(1, 401)] <- .5
  # Simpson weights: the prior has no zero slope in the posterior at 0
  wt <- c(1, rep(c(4, 2), 199), 4, 1) / 3
  mus <- seq(-9 * s0, 9 * s0, length.out = 721)
  L <- matrix(0, 721, 401)
  for (j in seq_along(taus)) for (i in seq_along(x)) {
    th <- outer(mus, taus[j] * z, "+")
    L[, j] <- L[, j] + log(as.numeric(exp(x[i] * plogis(th, log.p = TRUE) + (n[i] - x[i]) * plogis(-th, log.p = TRUE)) %*% wz))
  }
  W <- exp(L - max(L)) * outer(dnorm(mus, 0, s0), dnorm(taus, 0, sc) * wt); W <- W / sum(W)
  m <- sum(W * mus); tau <- sum(t(W) * taus); sdm <- sqrt(sum(W * mus^2) - m^2)
  # the density of mu given tau is smooth and is interpolated; the step of the distribution function is cut out
  given <- lapply(seq_along(taus), function(j) splinefun(mus, W[, j]))
  F <- sapply(qlogis(c(.05, .15, .3, .6)), function(q) sum(sapply(seq_along(taus), function(j) {
    lo <- mus[1]; hi <- mus[721]; b <- taus[j]
    I <- function(g, from, to) if (to > from) integrate(g, from, to, rel.tol = 1e-9, subdivisions = 2000L, stop.on.error = FALSE)$value else 0
    if (b == 0) return(I(given[[j]], lo, q))
    c1 <- max(lo, q - 8 * b); c2 <- min(hi, q + 8 * b); g <- function(a) given[[j]](a) * pnorm((q - a) / b)
    I(given[[j]], lo, c1) + I(g, c1, min(max(q, c1), c2)) + I(g, min(max(q, c1), c2), c2)
  })))
  F <- F / (mus[2] - mus[1])
  brows <- c(brows, sprintf('  {"x": %s, "n": %s, "scale": %s, "mu_sd0": %s, "mean": %s, "mu_sd": %s, "tau": %s, "below": %s}', arr(x), arr(n), num(sc), num(s0), num(m), num(sdm), num(tau), arr(F)))
  cat("binomial", k, num(c(m, sdm, tau, F)), "\n")
}
# one beta part nearest to a normal logit: mean log density maximised by optim
fits <- c()
for (k in list(c(-1, .5), c(.3, 1.2))) {
  f <- function(q) { a <- exp(q[1]); b <- exp(q[2]); -integrate(function(u) dnorm(u, k[1], k[2]) * (a * plogis(u, log.p = TRUE) + b * plogis(-u, log.p = TRUE) - lbeta(a, b)), k[1] - 10 * k[2], k[1] + 10 * k[2], rel.tol = 1e-11, subdivisions = 2000L)$value }
  o <- optim(c(0, 0), f, method = "BFGS", control = list(reltol = 1e-15, maxit = 1000)); fits <- c(fits, sprintf('  {"mean": %s, "sd": %s, "a": %s, "b": %s}', num(k[1]), num(k[2]), num(exp(o$par[1])), num(exp(o$par[2]))))
  cat("fit", k, num(exp(o$par)), "\n")
}
writeLines(c('{"normal": [', paste(rows, collapse = ",\n"), '], "binomial": [', paste(brows, collapse = ",\n"), '], "fits": [', paste(fits, collapse = ",\n"), ']}'), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")

# Independent REML computation: the likelihood is written out subject by subject, every derivative is numerical (numDeriv).
# Sourced by the make.R of the cases. Nothing here is taken from another package's code.
suppressPackageStartupMessages({library(numDeriv); library(jsonlite)})
small_steps <- list(d = 0.01, zero.tol = 1e-8)

# covariance matrix of m visits; parameters as SAS PROC MIXED lists them
sigma_of <- function(structure, theta, m) {
  d <- abs(outer(1:m, 1:m, "-"))
  het <- function(R) { s <- sqrt(theta[1:m]); outer(s, s) * R }
  toep <- function(r) matrix(c(1, r)[d + 1], m)
  switch(structure,
    Unstructured = { S <- matrix(0, m, m); k <- 0
      for (i in 1:m) for (j in 1:i) { k <- k + 1; S[i, j] <- S[j, i] <- theta[k] }; S },
    ToeplitzHeterogeneous = het(toep(theta[-(1:m)])),
    Toeplitz = matrix(theta[d + 1], m),
    Ar1Heterogeneous = het(theta[m + 1]^d),
    Ar1 = theta[1] * theta[2]^d,
    CompoundSymmetryHeterogeneous = het(ifelse(d == 0, 1, theta[m + 1])),
    CompoundSymmetry = theta[1] + theta[2] * diag(m),
    Diagonal = diag(theta[1:m], m),
    Independent = theta[1] * diag(m))
}

# model: list(X, y, rows = list of row numbers per subject, V = function(theta, i) covariance matrix of subject i)
solve_at <- function(model, theta) {
  p <- ncol(model$X); A <- 0; b <- 0; quad <- 0; logdet <- 0
  if (is.null(model$key)) model$key <- seq_along(model$rows)
  for (k in unique(model$key)) {  # subjects of one key share a covariance matrix and its factor
    who <- which(model$key == k); R <- unlist(model$rows[who]); m <- length(model$rows[[who[1]]])
    U <- chol(model$V(theta, who[1]))
    Z <- matrix(backsolve(U, matrix(cbind(model$X[R, , drop = FALSE], model$y[R]), m), transpose = TRUE), length(R))
    A <- A + crossprod(Z[, 1:p, drop = FALSE]); b <- b + crossprod(Z[, 1:p, drop = FALSE], Z[, p + 1])
    quad <- quad + sum(Z[, p + 1]^2); logdet <- logdet + length(who) * 2 * sum(log(diag(U)))
  }
  beta <- solve(A, b)
  list(A = A, beta = drop(beta), quad = quad - sum(b * beta), logdet = logdet)
}

deviance_at <- function(model, theta, reml = TRUE) {
  s <- tryCatch(solve_at(model, theta), error = function(e) NULL)
  if (is.null(s)) return(NaN)
  n <- nrow(model$X); p <- ncol(model$X)
  if (reml) (n - p) * log(2 * pi) + s$logdet + as.numeric(determinant(s$A)$modulus) + s$quad
  else n * log(2 * pi) + s$logdet + s$quad
}

# a few Newton steps with numerical derivatives from a good start
polish <- function(model, theta, reml = TRUE, steps = 6) {
  f <- function(t) { v <- deviance_at(model, t, reml); if (is.finite(v)) v else 1e10 }
  theta <- nlminb(theta, f, control = list(eval.max = 5000, iter.max = 2000, rel.tol = 1e-13))$par
  for (k in 1:steps) {
    g <- grad(f, theta); H <- hessian(f, theta, method.args = small_steps); move <- solve(H, g)
    if (abs(sum(move * g)) < 1e-13) { theta <- theta - move; break }
    scale <- 1; while (f(theta - scale * move) > f(theta) + 1e-9) scale <- scale / 2
    theta <- theta - scale * move
  }
  theta
}

moments <- function(model, theta) {
  X <- model$X; n <- nrow(X); K <- length(theta)
  big <- function(t) { V <- matrix(0, n, n); for (i in seq_along(model$rows)) V[model$rows[[i]], model$rows[[i]]] <- model$V(t, i); V }
  V <- big(theta); W <- solve(V); A <- t(X) %*% W %*% X; F <- solve(A)
  J <- jacobian(function(t) as.vector(big(t)), theta)
  dV <- lapply(1:K, function(k) matrix(J[, k], n))
  P <- W - W %*% X %*% F %*% t(X) %*% W
  half <- lapply(dV, function(d) P %*% d)
  E <- matrix(0, K, K); for (k in 1:K) for (l in 1:K) E[k, l] <- 0.5 * sum(half[[k]] * t(half[[l]]))
  # second derivatives by differences; a model marked linear has none
  H2 <- function(k, l) {
    h <- 1e-3 * pmax(abs(theta), 1e-2); e <- function(k) replace(numeric(K), k, h[k])
    one <- function(s) { a <- e(k) * s; b <- e(l) * s
      (big(theta + a + b) - big(theta + a - b) - big(theta - a + b) + big(theta - a - b)) / (4 * s^2 * h[k] * h[l]) }
    (4 * one(0.5) - one(1)) / 3
  }
  Pk <- lapply(dV, function(d) -t(X) %*% W %*% d %*% W %*% X)
  list(F = F, W = W, X = X, dV = dV, E = E, Pk = Pk, H2 = H2, K = K, linear = model$linear)
}

# Kenward-Roger (1997), equations 4 and 5 and section 3
kr_adjust <- function(m, V, full) {
  sum_all <- 0; WX <- m$W %*% m$X
  for (k in 1:m$K) for (l in 1:m$K) {
    Q <- t(WX) %*% m$dV[[k]] %*% m$W %*% m$dV[[l]] %*% WX
    R <- if (full && !isTRUE(m$linear)) t(WX) %*% m$H2(k, l) %*% WX else 0
    sum_all <- sum_all + V[k, l] * (Q - m$Pk[[k]] %*% m$F %*% m$Pk[[l]] - R / 4)
  }
  m$F + 2 * m$F %*% sum_all %*% m$F
}
kr_test <- function(m, V, adjusted, beta, L) {
  q <- nrow(L); Theta <- t(L) %*% solve(L %*% m$F %*% t(L)) %*% L; A1 <- 0; A2 <- 0
  for (k in 1:m$K) for (l in 1:m$K) {
    a <- Theta %*% m$F %*% m$Pk[[k]] %*% m$F; b <- Theta %*% m$F %*% m$Pk[[l]] %*% m$F
    A1 <- A1 + V[k, l] * sum(diag(a)) * sum(diag(b)); A2 <- A2 + V[k, l] * sum(diag(a %*% b))
  }
  B <- (A1 + 6 * A2) / (2 * q); g <- ((q + 1) * A1 - (q + 4) * A2) / ((q + 2) * A2)
  d <- 3 * q + 2 * (1 - g); c1 <- g / d; c2 <- (q - g) / d; c3 <- (q + 2 - g) / d
  Es <- 1 / (1 - A2 / q); Vs <- 2 / q * (1 + c1 * B) / ((1 - c2 * B)^2 * (1 - c3 * B)); rho <- Vs / (2 * Es^2)
  df <- 4 + (q + 2) / (q * rho - 1); lambda <- df / (Es * (df - 2)); b <- L %*% beta
  stat <- lambda / q * drop(t(b) %*% solve(L %*% adjusted %*% t(L)) %*% b)
  list(f = stat, df = df, scaling = lambda, p = pf(stat, q, df, lower.tail = FALSE))
}
sat_df <- function(model, theta, V, l) {
  g <- grad(function(t) drop(l %*% solve(solve_at(model, t)$A, l)), theta)
  v <- drop(l %*% solve(solve_at(model, theta)$A, l)); 2 * v^2 / drop(g %*% V %*% g)
}
sat_test <- function(model, theta, V, L) {
  s <- solve_at(model, theta); M <- L %*% solve(s$A, t(L)); e <- eigen((M + t(M)) / 2); U <- t(e$vectors) %*% L
  nu <- apply(U, 1, function(l) sat_df(model, theta, V, l)); q <- nrow(L)
  stat <- sum((U %*% s$beta)^2 / e$values) / q; E <- sum(nu / (nu - 2)); df <- 2 * E / (E - q)
  list(f = stat, df = df, p = pf(stat, q, df, lower.tail = FALSE))
}

# everything the tests compare, for combinations L1 (list of vectors) and hypotheses LM (list of matrices)
answers <- function(model, theta, L1, LM, reml = TRUE) {
  s <- solve_at(model, theta); H <- hessian(function(t) deviance_at(model, t, reml), theta, method.args = small_steps); obs <- 2 * solve(H)
  out <- list(theta = theta, deviance = deviance_at(model, theta, reml), beta = s$beta, information_sd = sqrt(diag(obs)))
  F <- solve(s$A)
  single <- function(l) list(value = sum(l * s$beta), se = sqrt(drop(l %*% F %*% l)), satterthwaite_observed = sat_df(model, theta, obs, l))
  out$single <- lapply(L1, single)
  out$joint <- lapply(LM, function(L) list(satterthwaite_observed = sat_test(model, theta, obs, L)))
  if (!reml) return(out)
  m <- moments(model, theta); exp_ <- solve(m$E)
  kinds <- list(observed = obs, expected = exp_)
  adj <- list(); for (k in names(kinds)) for (f in c("linear", "full")) adj[[paste(f, k, sep = "_")]] <- kr_adjust(m, kinds[[k]], f == "full")
  for (i in seq_along(L1)) { l <- L1[[i]]
    out$single[[i]]$satterthwaite_expected <- sat_df(model, theta, exp_, l)
    for (a in names(adj)) out$single[[i]][[paste0("kr_se_", a)]] <- sqrt(drop(l %*% adj[[a]] %*% l)) }
  for (i in seq_along(LM)) for (k in names(kinds)) for (f in c("linear", "full"))
    out$joint[[i]][[paste("kr", f, k, sep = "_")]] <- kr_test(m, kinds[[k]], adj[[paste(f, k, sep = "_")]], s$beta, LM[[i]])
  out
}
versions <- function(...) { cat(R.version.string, "\n"); for (p in c(...)) cat(p, as.character(packageVersion(p)), "\n") }

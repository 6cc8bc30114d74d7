# MMRM of nlme's Orthodont (27 children, 4 ages). Run from this folder: Rscript make.R > raw.txt
source("../reml.R"); suppressPackageStartupMessages(library(nlme))
d <- as.data.frame(Orthodont); d$subject <- as.integer(factor(as.character(d$Subject))); d <- d[order(d$subject, d$age), ]
d$visit <- (d$age - 8) / 2; d$female <- as.integer(d$Sex == "Female")
write.csv(d[, c("subject", "female", "visit", "age", "distance")], "input.csv", row.names = FALSE, quote = FALSE)
rows <- split(seq_len(nrow(d)), d$subject); m <- 4
X <- model.matrix(~ female * age, d); unit <- function(k) replace(numeric(4), k, 1)
L1 <- lapply(1:4, unit); LM <- list(rbind(unit(2), unit(4)), rbind(unit(3), unit(4)))
make <- function(structure, groups) { K <- c(Unstructured = 10, CompoundSymmetry = 2, Ar1 = 2, ToeplitzHeterogeneous = 7)[[structure]]
  list(linear = structure %in% c("Unstructured", "Toeplitz", "CompoundSymmetry", "Diagonal", "Independent"), key = sapply(rows, function(r) paste(if (groups) d$female[r[1]], paste(d$visit[r], collapse = " "))), X = X, y = d$distance, rows = rows, V = function(t, i) { r <- rows[[i]]; o <- if (groups) K * d$female[r[1]] else 0
    sigma_of(structure, t[o + 1:K], m)[d$visit[r] + 1, d$visit[r] + 1] }) }
start_of <- function(s) switch(s, Unstructured = { S <- matrix(3, 4, 4) + 2 * diag(4); S[upper.tri(S, TRUE)] }, CompoundSymmetry = c(3, 2), Ar1 = c(5, 0.6), ToeplitzHeterogeneous = c(rep(5, 4), 0.6, 0.6, 0.5))
out <- list()
for (k in list(list("Unstructured", FALSE), list("CompoundSymmetry", FALSE), list("Ar1", FALSE), list("ToeplitzHeterogeneous", FALSE), list("Unstructured", TRUE), list("CompoundSymmetry", TRUE))) {
  model <- make(k[[1]], k[[2]]); theta <- polish(model, rep(start_of(k[[1]]), if (k[[2]]) 2 else 1), steps = 25)
  a <- answers(model, theta, L1, LM); a$structure <- k[[1]]; a$groups <- k[[2]]
  cat(k[[1]], k[[2]], "theta", theta, "deviance", format(a$deviance, digits = 15), "\n"); out[[length(out) + 1]] <- a
}
g <- gls(distance ~ female * age, d, correlation = corSymm(form = ~ 1 | subject), weights = varIdent(form = ~ 1 | visit), control = glsControl(tolerance = 1e-9, msTol = 1e-10, maxIter = 200, msMaxIter = 500))
cat("gls less own deviance", -2 * as.numeric(logLik(g)) - out[[1]]$deviance, "\n"); print(summary(g)$tTable, digits = 10)
write_json(out, "expected.json", digits = NA, auto_unbox = TRUE)
versions("nlme", "numDeriv", "jsonlite")
# The full form depends on the parametrisation: the same model with logarithms of standard deviations and a unit Cholesky factor
# (as in R package mmrm), for SOURCE.md. Not used by the test.
model <- make("Unstructured", FALSE); model$linear <- FALSE
S <- sigma_of("Unstructured", out[[1]]$theta, 4); U <- t(chol(S)); sds <- diag(U); unit_lower <- diag(1 / sds) %*% U
model$V <- function(t, i) { D <- diag(exp(t[1:4])); L <- diag(4); L[lower.tri(L)] <- t[5:10]; D %*% L %*% t(L) %*% D }
theta <- c(log(sds), unit_lower[lower.tri(unit_lower)])
obs <- 2 * solve(hessian(function(t) deviance_at(model, t), theta, method.args = small_steps)); mo <- moments(model, theta)
cat("deviance in the other parametrisation", format(deviance_at(model, theta), digits = 14), "\n")
cat("Kenward-Roger SE, linear:", format(sqrt(diag(kr_adjust(mo, obs, FALSE))), digits = 8), "\n")
cat("Kenward-Roger SE, full:  ", format(sqrt(diag(kr_adjust(mo, obs, TRUE))), digits = 8), "\n")

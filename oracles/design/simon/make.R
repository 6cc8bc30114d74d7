# Simon's designs by full enumeration. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(jsonlite))
go <- function(r1, n1, r, n, p) { x <- (r1 + 1):n1; sum(dbinom(x, n1, p) * pbinom(r - x, n - n1, p, lower.tail = FALSE)) }
search <- function(p0, p1, a, b, largest) {
  best <- NULL; mini <- NULL
  for (n in 2:largest) for (n1 in 1:(n - 1)) for (r1 in 0:(n1 - 1)) {
    if (pbinom(r1, n1, p1) > b) break
    pet <- pbinom(r1, n1, p0); en <- n1 + (1 - pet) * (n - n1)
    if (!is.null(best) && en >= best$en && !is.null(mini) && (n > mini$n || en >= mini$en)) next
    for (r in r1:(n - 1)) {
      al <- go(r1, n1, r, n, p0); if (al > a) next
      pw <- go(r1, n1, r, n, p1); if (pw < 1 - b) break
      d <- list(r1 = r1, n1 = n1, r = r, n = n, alpha = al, power = pw, pet = pet, en = en)
      if (is.null(best) || en < best$en) best <- d
      if (is.null(mini) || n == mini$n && en < mini$en) mini <- d
      break
    }
  }
  list(optimal = best, minimax = mini)
}
out <- list()
for (k in list(c(0.05, 0.25, 0.05, 0.2, 30), c(0.1, 0.3, 0.05, 0.2, 36), c(0.2, 0.4, 0.1, 0.1, 45), c(0.3, 0.6, 0.05, 0.1, 35)))
  out[[length(out) + 1]] <- c(list(p0 = k[1], p1 = k[2], alpha_max = k[3], beta = k[4], largest = k[5]), search(k[1], k[2], k[3], k[4], k[5]))
write.csv(data.frame(p0 = sapply(out, `[[`, "p0"), p1 = sapply(out, `[[`, "p1")), "input.csv", row.names = FALSE, quote = FALSE)
j <- toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE); writeLines(j, "expected.json"); writeLines(j)
cat(sessionInfo()$R.version$version.string, "\njsonlite", as.character(packageVersion("jsonlite")), "\n")

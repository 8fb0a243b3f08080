# Means of INDICATORS x1.. by one column, with R's survey: Rscript estimation.R DATA.csv BY COUNT OUT.csv
suppressMessages(library(survey))
a <- commandArgs(TRUE)
d <- read.csv(a[1], na.strings = "")
begun <- Sys.time()
design <- svydesign(~psu, strata = ~stratum, weights = ~w, data = d)
out <- NULL
for (k in seq_len(as.integer(a[3])) - 1) {
  # One by one: with several in one formula, na.rm leaves a row out of all of them where it lacks one.
  r <- svyby(as.formula(paste0("~x", k)), as.formula(paste0("~", a[2])), design, svymean, na.rm = TRUE)
  out <- rbind(out, data.frame(domain = r[[1]], measure = paste0("x", k), value = coef(r), se = SE(r)))
}
cat("seconds", as.numeric(difftime(Sys.time(), begun, units = "secs")), "\n")
out$value <- format(out$value, digits = 17); out$se <- format(out$se, digits = 17)
write.csv(out, a[4], row.names = FALSE, quote = FALSE)

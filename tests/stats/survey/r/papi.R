# What R's survey says of the whole published design: golden values of tests/stats/survey/test_published_design.py.
#   danbiet's generator.write(Path("people.csv")); Rscript papi.R people.csv papi.json
# R survey 4.1-1 (R 4.2.2). By question and domain (everybody, each province, town and country): value, se, n, df.
suppressMessages({library(survey); library(jsonlite)})
arguments <- commandArgs(TRUE)
questions <- c("d101a", "d102d", "d103b", "d202a", "d203b", "d204d")
a <- read.csv(arguments[1], na.strings = "", colClasses = c(tinh = "character"))
# Questions are 1 yes, 2 no, 888, 999, -999999; one is on steps.
for (q in questions) a[[q]][a[[q]] %in% c(888, 999, -999999)] <- NA
# A capital, taken with certainty, is a stratum of its own with its communes as clusters.
sure <- a$PSW_certainty == 1
a$s <- ifelse(sure, paste(a$PSW_STRATA, a$PSW_PSU), a$PSW_STRATA)
a$c <- ifelse(sure, paste("commune", a$xa), paste("district", a$PSW_PSU))
options(survey.lonely.psu = "certainty")
d <- svydesign(~c, strata = ~s, weights = ~PSW_psweight, data = a)
out <- list()
for (q in questions) for (by in c("", "tinh", "khuvuc")) {
  levels <- if (by == "") "" else sort(unique(a[[by]]))
  for (level in levels) {
    s <- subset(d, !is.na(d$variables[[q]]))
    if (by != "") s <- s[s$variables[[by]] == level, ]
    m <- svymean(as.formula(paste0("~", q)), s)
    out[[length(out) + 1]] <- list(measure = q, by = by, level = as.character(level), value = as.numeric(coef(m)),
      se = as.numeric(SE(m)), n = nrow(s), df = degf(s))
  }
}
write_json(out, arguments[2], auto_unbox = TRUE, digits = NA)

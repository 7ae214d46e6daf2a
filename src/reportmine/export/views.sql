-- What analysts ask first of the tables. Made anew by every run.

-- Figures of one place and one calendar year, with the words that the report bounds them by: 7%左右, 不低于7%.
CREATE OR REPLACE VIEW by_region_year AS
SELECT
    region,
    region_code,
    CAST(left(period_end, 4) AS INTEGER) AS year,
    12 = 1 + CAST(right(period_end, 2) AS INTEGER) - CAST(right(period_start, 2) AS INTEGER) AS whole_year,
    indicator,
    measure,
    status,
    "of",
    basis,
    subject,
    CAST(value_base AS DOUBLE) AS value_base,
    unit_base,
    CAST(value AS DOUBLE) AS value,
    CAST(value_high AS DOUBLE) AS value_high,
    unit,
    comparator,
    coalesce(
        nullif(regexp_extract(sentence, CASE comparator
            WHEN 'about' THEN '(?:约|近|接近|将近)' || regexp_escape(text) || '|' || regexp_escape(text) || '(?:左右|上下|前后)'
            WHEN 'at_least' THEN '(?:不低于|不少于|高于|超过|突破|至少|超|逾)' || regexp_escape(text) || '|'
                || regexp_escape(text) || '(?:及)?以上'
            WHEN 'at_most' THEN '(?:不超过|不高于|低于|至多)' || regexp_escape(text) || '|'
                || regexp_escape(text) || '(?:以内|以下|之内)'
        END), ''),
        text) AS wording,
    issuer,
    title,
    published,
    period_start,
    period_end,
    section,
    sentence,
    confidence,
    flags,
    source,
    record_id
FROM records
WHERE region IS NOT NULL AND left(period_start, 4) = left(period_end, 4);

-- By how much something is to grow in a whole year, in per cent.
CREATE OR REPLACE VIEW growth_targets AS
SELECT
    region, region_code, year, indicator, value, value_high, comparator, wording,
    issuer, title, published, sentence, confidence, flags, source, record_id
FROM by_region_year
WHERE measure = 'growth' AND status = 'target' AND unit_base = '%' AND whole_year AND subject IS NULL;

-- What was reached in a whole year, in base units.
CREATE OR REPLACE VIEW yearly_levels AS
SELECT
    region, region_code, year, indicator, value_base, unit_base, comparator, wording,
    issuer, title, published, sentence, confidence, flags, source, record_id
FROM by_region_year
WHERE measure = 'level' AND status = 'actual' AND whole_year AND subject IS NULL;

-- For which places and years there are reports, and how much of them is to be looked at.
CREATE OR REPLACE VIEW coverage AS
SELECT
    documents.region,
    documents.region_code,
    CAST(left(documents.doc_period_end, 4) AS INTEGER) AS year,
    count(*) AS documents,
    CAST(sum(documents.records) AS BIGINT) AS records,
    CAST(sum(coalesce(doubtful.records, 0)) AS BIGINT) AS doubtful,
    count(documents.error) AS failed
FROM documents
LEFT JOIN (
    SELECT source, count(*) AS records FROM records WHERE confidence < 0.9 OR len(flags) > 0 GROUP BY source
) AS doubtful USING (source)
GROUP BY ALL;

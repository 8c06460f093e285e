-- Text as it sounds, in small Latin letters: «Детский мир» and "Detsky Mir" both become "detski mir".
-- Two letters that sound as one come first, then single letters; what is doubled counts once.
CREATE OR REPLACE FUNCTION search_fold(p_text text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT trim(regexp_replace(regexp_replace(regexp_replace(
        translate(
            replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
            replace(lower(p_text),
                'щ', 'sch'), 'ш', 'sh'), 'ч', 'ch'), 'ж', 'zh'), 'ц', 'ts'), 'ю', 'iu'), 'я', 'ia'), 'х', 'h'),
                'ß', 'ss'), 'shch', 'sch'), 'kh', 'h'), 'ph', 'f'), 'x', 'ks'), 'ck', 'k'),
            'абвгдезийклмнопрстуфыэёіїєґàáâãäåāèéêëēìíîïıyýÿjòóôõöøùúûüūçčćñńšśžźłwqъь''’`ʼ.',
            'abvgdeziiklmnoprstufieeiiegaaaaaaaeeeeeiiiiiiiiioooooouuuuucccnnsszzlvk'),
        'c(?!h)', 'k', 'g'), '[^a-z0-9]+', ' ', 'g'), '([a-z])\1+', '\1', 'g'))
$$;

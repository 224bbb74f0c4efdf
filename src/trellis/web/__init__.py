"""The shell: base templates, components, icons, words for dates, and the headers that keep pages safe."""

"""Letters: from what the documents say to a tagged PDF and a Word document, with every content that the law asks.

`kinds` names the letters, `contents` what each must say and by which article, `facts` takes it from the documents,
`templates` holds the text, `pdf` and `docx` set it, `check` compares what was set with what must be said.
"""

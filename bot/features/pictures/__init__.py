"""Pictures that are drawn for one member or one moment; see ``bot.model.Drawn``."""

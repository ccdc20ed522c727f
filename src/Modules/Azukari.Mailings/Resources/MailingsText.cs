namespace Azukari.Mailings.Resources;

/// <summary>The strings of mailings: <c>MailingsText.resx</c> and <c>MailingsText.en.resx</c>.</summary>
public sealed class MailingsText;

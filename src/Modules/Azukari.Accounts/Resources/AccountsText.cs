namespace Azukari.Accounts.Resources;

/// <summary>Marks the strings of accounts: AccountsText.resx (Japanese) and AccountsText.en.resx.</summary>
public sealed class AccountsText;

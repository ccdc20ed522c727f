using Azukari.Values;

namespace Azukari.Places;

/// <summary>
/// The public tables a form needs: postal codes with their towns, banks with their branches. Shipped in the program; a company replaces either
/// by a file of its own. Read when first asked for, then immutable and shared. Holds nothing about anybody.
/// </summary>
public sealed class PlaceBook
{
    private const string PostalName = "postal-codes.tsv";
    private const string BanksName = "banks.tsv";

    private static readonly Lazy<PostalCodes> ShippedPostal = new(() =>
        PostalCodes.Read(PostalName + ".gz", () => Shipped(PostalName), _ => new PlaceSource("Japan Post", "2025", Replaced: false)));

    private static readonly Lazy<Banks> ShippedBanks = new(() =>
        Banks.Read(BanksName + ".gz", () => Shipped(BanksName), _ => new PlaceSource("zengin-code (npm, MIT)", "2026-08-24", Replaced: false)));

    private readonly Lazy<PostalCodes> _postal;
    private readonly Lazy<Banks> _banks;

    private PlaceBook(Lazy<PostalCodes> postal, Lazy<Banks> banks) => (_postal, _banks) = (postal, banks);

    /// <summary>The tables as shipped.</summary>
    public static PlaceBook OfProgram { get; } = new(ShippedPostal, ShippedBanks);

    public PostalCodes PostalCodes => _postal.Value;

    public Banks Banks => _banks.Value;

    /// <summary>
    /// The tables of a company: <c>postal-codes.tsv</c> and <c>banks.tsv</c> (or either with <c>.gz</c>) of the folder where they are there,
    /// else the shipped ones. Files of the folder are read and checked at once.
    /// </summary>
    /// <exception cref="PlaceFileException">A file of the folder cannot be used.</exception>
    public static PlaceBook Open(string folder)
    {
        var postal = Own(folder, PostalName) is { } postalFile
            ? Read(() => PostalCodes.Read(postalFile, () => File.OpenRead(postalFile), date => new PlaceSource(Path.GetFileName(postalFile), date, Replaced: true)))
            : ShippedPostal;
        var banks = Own(folder, BanksName) is { } banksFile
            ? Read(() => Banks.Read(banksFile, () => File.OpenRead(banksFile), date => new PlaceSource(Path.GetFileName(banksFile), date, Replaced: true)))
            : ShippedBanks;
        return new PlaceBook(postal, banks);
    }

    /// <summary>
    /// The shape that also refuses what these tables know to be wrong: a bank or branch that does not exist, a postal code of another
    /// prefecture. A postal code the table lacks is taken: companies and offices have codes of their own.
    /// </summary>
    public Shape Checked(Shape shape) => shape.Name switch
    {
        "bank-account" => shape.Asking(stored => Check(BankAccount.FromStored(stored))),
        "postal-address" => shape.Asking(stored => Check(PostalAddress.FromStored(stored))),
        _ => shape,
    };

    /// <summary>What the tables know to be wrong with an account; null when nothing.</summary>
    public ValueErrorCode? Check(BankAccount account) =>
        Banks.Find(account.Bank) is null ? ValueErrorCode.BankUnknown
        : Banks.FindBranch(account.Bank, account.Branch) is null ? ValueErrorCode.BranchUnknown
        : null;

    /// <summary>What the tables know to be wrong with an address; null when nothing.</summary>
    public ValueErrorCode? Check(PostalAddress address) =>
        address is { PostalCode: { } code, Prefecture: { } prefecture }
        && PostalCodes.Find(code) is { Count: > 0 } places && places.All(place => place.Prefecture != prefecture)
            ? ValueErrorCode.PostalCodeElsewhere
            : null;

    private static Lazy<T> Read<T>(Func<T> read) where T : class
    {
        var table = read();
        return new Lazy<T>(() => table);
    }

    private static string? Own(string folder, string name) =>
        new[] { name, name + ".gz" }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    private static Stream Shipped(string name) =>
        typeof(PlaceBook).Assembly.GetManifestResourceStream(name + ".gz") ?? throw new InvalidOperationException($"{name}.gz is missing from the assembly");
}

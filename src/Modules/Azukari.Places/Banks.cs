using System.Globalization;
using Azukari.Values;

namespace Azukari.Places;

/// <summary>A bank or another institution that takes transfers.</summary>
/// <param name="Code">Four digits.</param>
/// <param name="Kana">Its reading as banks write it: capital kana, full width, a hyphen for a long vowel.</param>
public sealed record Bank(string Code, string Name, string Kana);

/// <summary>A branch.</summary>
/// <param name="Code">Three digits, unique within its bank.</param>
/// <param name="Kana">Its reading as banks write it.</param>
public sealed record Branch(string Code, string Name, string Kana);

/// <summary>Japan's banks and branches: about 1,100 and 29,000. Immutable.</summary>
public sealed class Banks
{
    internal static readonly string[] Columns = ["bank_code", "bank", "bank_kana", "branch_code", "branch", "branch_kana"];
    private readonly Bank[] _banks;
    private readonly int[] _ends;
    private readonly short[] _branchCodes;
    private readonly TextPool _names;
    private readonly TextPool _kana;

    private Banks(PlaceSource source, Bank[] banks, int[] ends, short[] branchCodes, TextPool names, TextPool kana)
    {
        (Source, _banks, _ends, _branchCodes, _names, _kana) = (source, banks, ends, branchCodes, names, kana);
    }

    public PlaceSource Source { get; }

    public int Count => _banks.Length;

    public int BranchCount => _branchCodes.Length;

    /// <summary>The bank of a code of four digits; null when there is none.</summary>
    public Bank? Find(string code) => At(code) is >= 0 and var at ? _banks[at] : null;

    /// <summary>The branch of a bank; null when there is no such bank or branch.</summary>
    public Branch? FindBranch(string bank, string code)
    {
        if (At(bank) is not (>= 0 and var at) || !short.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || code.Length != 3) return null;
        var (start, end) = Range(at);
        var found = Array.BinarySearch(_branchCodes, start, end - start, number);
        return found < 0 ? null : BranchAt(found);
    }

    /// <summary>Banks whose code, name or reading begins with what somebody typed (any width, hiragana or katakana, with or without 銀行), at most <paramref name="most"/>.</summary>
    public IReadOnlyList<Bank> StartingWith(string typed, int most = 50)
    {
        var start = new PlaceQuery(typed, "銀行");
        return start.IsEmpty ? [] : [.. _banks.Where(bank => start.Finds(bank.Code, bank.Name, bank.Kana)).Take(most)];
    }

    /// <summary>Branches of a bank, by code; those whose code, name or reading begins with what was typed, where something was.</summary>
    public IReadOnlyList<Branch> BranchesOf(string bank, string typed = "", int most = 50)
    {
        if (At(bank) is not (>= 0 and var at)) return [];
        var (start, end) = Range(at);
        var query = new PlaceQuery(typed, "支店");
        return [.. Enumerable.Range(start, end - start).Select(BranchAt).Where(branch => query.IsEmpty || query.Finds(branch.Code, branch.Name, branch.Kana)).Take(most)];
    }

    /// <summary>The bank somebody names: by its code, its name or reading, or the beginning of one where only one begins so.</summary>
    public PlaceChoice ChooseBank(string typed) => Find(Fold.Label(typed)) is { } bank
        ? new PlaceChoice(bank.Code, [])
        : Choose(typed, "銀行", StartingWith(typed, PlaceChoice.Most).Select(one => new NamedPlace(one.Code, one.Name)));

    /// <summary>The branch of a bank somebody names, likewise.</summary>
    public PlaceChoice ChooseBranch(string bank, string typed) => FindBranch(bank, Fold.Label(typed)) is { } branch
        ? new PlaceChoice(branch.Code, [])
        : Choose(typed, "支店", string.IsNullOrWhiteSpace(typed) ? [] : BranchesOf(bank, typed, PlaceChoice.Most).Select(one => new NamedPlace(one.Code, one.Name)));

    /// <summary>What the numbers of an account stand for: bank and branch by name; null for a bank there is no more.</summary>
    public string? NameOf(BankAccount account) => Find(account.Bank) is { } bank ? $"{bank.Name} {FindBranch(account.Bank, account.Branch)?.Name}".TrimEnd() : null;

    private static PlaceChoice Choose(string typed, string ending, IEnumerable<NamedPlace> places)
    {
        NamedPlace[] found = [.. places], exact = [.. found.Where(one => Fold.Label(typed) is var name && (Fold.Label(one.Name) == name || Fold.Label(one.Name) + ending == name))];
        return exact is [var named] ? new PlaceChoice(named.Code, [])
            : found is [var only] ? new PlaceChoice(only.Code, [])
            : new PlaceChoice(null, [.. found]);
    }

    private (int Start, int End) Range(int bank) => (bank == 0 ? 0 : _ends[bank - 1], _ends[bank]);

    private Branch BranchAt(int at) => new(_branchCodes[at].ToString("000", CultureInfo.InvariantCulture), _names[at], _kana[at]);

    private int At(string code) => Array.BinarySearch(_banks, new Bank(code, "", ""), Comparer<Bank>.Create((a, b) => string.CompareOrdinal(a.Code, b.Code)));

    internal static Banks Read(string file, Func<Stream> open, Func<string?, PlaceSource> source)
    {
        var banks = new SortedDictionary<string, (Bank Bank, SortedDictionary<short, (string Name, string Kana)> Branches)>(StringComparer.Ordinal);
        var table = PlaceFile.Read(file, open, Columns, (reading, line, cells) =>
        {
            if (cells[0].Length != 4 || !cells[0].All(char.IsAsciiDigit)) throw reading.Wrong(line, "銀行コードは4桁の数字です。", "bank_code has to be four digits.");
            if (cells[3].Length != 3 || !cells[3].All(char.IsAsciiDigit)) throw reading.Wrong(line, "支店コードは3桁の数字です。", "branch_code has to be three digits.");
            if (cells.Any(cell => cell.Length == 0)) throw reading.Wrong(line, "空の列があります。", "no cell may be empty.");
            if (!banks.TryGetValue(cells[0], out var known)) banks.Add(cells[0], known = (new Bank(cells[0], cells[1], cells[2]), []));
            if (known.Bank.Name != cells[1] || known.Bank.Kana != cells[2]) throw reading.Wrong(line, "同じ銀行コードに違う名前があります。", "the bank's name or reading differs from the one it has in an earlier line.");
            if (!known.Branches.TryAdd(short.Parse(cells[3], CultureInfo.InvariantCulture), (cells[4], cells[5])))
                throw reading.Wrong(line, "同じ支店が2度あります。", "the branch is there twice.");
        });

        var (codes, ends, names, kana) = (new List<short>(), new List<int>(), new TextPool.Builder(), new TextPool.Builder());
        foreach (var (_, branches) in banks.Values)
        {
            foreach (var (code, branch) in branches)
            {
                codes.Add(code);
                names.Add(branch.Name);
                kana.Add(branch.Kana);
            }

            ends.Add(codes.Count);
        }

        return new Banks(source(table.Date), [.. banks.Values.Select(b => b.Bank)], [.. ends], [.. codes], names.Build(), kana.Build());
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azukari.Company.Operating;
using Azukari.Policy;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Bench.World;

/// <summary>
/// People nobody is, each made from a number: who they are, what is held of them and what a read must give follow from it, so that a
/// bench can check every value without keeping any.
/// </summary>
internal static class Specimens
{
    public static readonly ItemId Name = ItemId.Parse("name"), Address = ItemId.Parse("address"), Mobile = ItemId.Parse("mobile");
    public static readonly SubjectKind Kind = SubjectKind.Parse("retail");
    public static IReadOnlyList<ItemId> Items { get; } = [Name, Address, Mobile];

    private static readonly string[] Family = ["見本", "例示", "架空", "仮名", "空想野", "試験", "雛形", "手本"];
    private static readonly string[] Given = ["太郎", "花子", "一郎", "直樹", "美咲", "健", "さくら", "翔太", "結衣", "大輔"];
    private static readonly string[] Cities = ["千代田区", "中央区", "港区", "新宿区", "文京区", "台東区", "墨田区", "江東区"];

    public static SubjectId Id(int number)
    {
        Span<byte> from = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(from, number);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(from, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return SubjectId.FromBytes(hash[..SubjectId.Size]);
    }

    /// <summary>As the vault keeps them, and as the unprotected twins keep them in clear.</summary>
    public static (StoredValue Name, StoredValue Address, StoredValue Mobile) Values(int number)
    {
        var name = $$"""{"family":"{{Family[number % 8]}}","given":"{{Given[number / 8 % 10]}}"}""";
        var address = $$"""{"postalCode":"1000001","prefecture":"東京都","city":"{{Cities[number % 8]}}","town":"見本町","line":"{{Line(number)}}","building":"見本ハイツ{{Text(number % 900)}}号室"}""";
        return (StoredValue.FromText(name), StoredValue.FromText(address), StoredValue.FromText(MobileOf(number)));
    }

    /// <summary>Whether a label is this person's: the mobile number always, the rest in one call of sixteen.</summary>
    public static bool IsRight(ParcelLabel label, int number)
    {
        if (label.Mobile?.E164 is not { } mobile || !IsMobileOf(mobile, number)) return false;
        return number % 16 != 0 || (label.Name?.Full == $"{Family[number % 8]} {Given[number / 8 % 10]}" && label.Address?.Line == Line(number));
    }

    /// <inheritdoc cref="IsRight(ParcelLabel, int)"/>
    public static bool IsRight(string name, string address, string mobile, int number) =>
        IsMobileOf(mobile, number) && (number % 16 != 0 || (name == Values(number).Name.Reveal() && address == Values(number).Address.Reveal()));

    /// <inheritdoc cref="IsRight(ParcelLabel, int)"/>
    public static bool IsRight(ItemValues values, int number)
    {
        if (values[Mobile] is not { } mobile || values[Name] is not { } name || values[Address] is not { } address) return false;
        Span<char> text = stackalloc char[16];
        var length = Encoding.UTF8.GetChars(mobile.Utf8.Span, text);
        return IsMobileOf(text[..length], number) && (number % 16 != 0 || (name == Values(number).Name && address == Values(number).Address));
    }

    private static bool IsMobileOf(ReadOnlySpan<char> mobile, int number) =>
        mobile.Length == 13 && mobile.StartsWith("+8190", StringComparison.Ordinal) && int.TryParse(mobile[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits == number;

    private static string MobileOf(int number) => string.Create(CultureInfo.InvariantCulture, $"+8190{number:D8}");

    private static string Line(int number) => string.Create(CultureInfo.InvariantCulture, $"{(number % 9) + 1}-{(number / 9 % 40) + 1}-{(number / 360 % 30) + 1}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

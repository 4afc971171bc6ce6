#!/bin/sh
# Install SuperToken Desktop for this user, or below a prefix; or take it away again.
set -eu

NAME=supertoken-desktop
usage="usage: $0 [--prefix FOLDER] [--uninstall]

Installs SuperToken Desktop into FOLDER, by default ~/.local, for this user alone.
--uninstall removes what was installed there. History, settings and keys stay."

prefix="${HOME:-}/.local"
action=install
while [ $# -gt 0 ]; do
    case "$1" in
        --prefix)
            [ $# -gt 1 ] || { echo "$usage" >&2; exit 2; }
            prefix=$2
            shift
            ;;
        --prefix=*) prefix=${1#--prefix=} ;;
        --uninstall) action=uninstall ;;
        -h | --help) echo "$usage"; exit 0 ;;
        *) echo "$usage" >&2; exit 2 ;;
    esac
    shift
done

# With CDPATH, cd would print where it goes, and could go elsewhere.
unset CDPATH
here=$(cd -- "$(dirname -- "$0")" && pwd)
case "$prefix" in
    '') echo "The folder to install into has no name." >&2; exit 2 ;;
    /*) ;;
    *) prefix=$(pwd)/$prefix ;;
esac
case "$prefix" in
    # Menu entries cannot name such a folder.
    *[\"\\\$\`%\&\|]* | *'
'*) echo "The folder's name has a character that menu entries cannot have: $prefix" >&2; exit 2 ;;
esac
program=$prefix/lib/$NAME
list=$program/installed-files

refresh() {
    # Menus and links know of the change at once where the desktop has these tools.
    applications=$prefix/share/applications
    icons=$prefix/share/icons/hicolor
    if [ -d "$applications" ] && command -v update-desktop-database >/dev/null 2>&1; then
        update-desktop-database -q "$applications" 2>/dev/null || true
    fi
    if [ -d "$icons" ]; then
        touch "$icons"
        if [ -f "$icons/icon-theme.cache" ] && command -v gtk-update-icon-cache >/dev/null 2>&1; then
            gtk-update-icon-cache -q -t -f "$icons" 2>/dev/null || true
        fi
    fi
}

# Other ways of installing, pip for one, put programs of the same names there.
is_ours() {
    [ -L "$1" ] || return 1
    case "$(readlink "$1")" in */lib/$NAME/*) ;; *) return 1 ;; esac
}

leave_to_others() {
    echo "$1 is there already and was not put there by this script." >&2
    echo "Remove it, or choose another folder with --prefix. Nothing was changed." >&2
    exit 1
}

check_for_others() {
    for command in "$NAME" supertoken; do
        file=$prefix/bin/$command
        if [ -e "$file" ] || [ -L "$file" ]; then
            is_ours "$file" || leave_to_others "$file"
        fi
    done
    [ ! -f "$list" ] || return 0
    if [ -e "$program" ] || [ -L "$program" ]; then
        leave_to_others "$program"
    fi
    entry=share/applications/$NAME.desktop
    if [ -e "$prefix/$entry" ]; then
        leave_to_others "$prefix/$entry"
    fi
}

remove() {
    [ -f "$list" ] || return 0
    while IFS= read -r file; do
        case "/$file/" in
            */../* | //) continue ;;
            /bin/*) is_ours "$prefix/$file" || continue ;;
        esac
        rm -f "$prefix/$file"
        # An index of menu entries is of no use without any.
        set -- "$prefix"/share/applications/*.desktop
        [ -e "$1" ] || rm -f "$prefix/share/applications/mimeinfo.cache"
        # Folders of ours alone go as well; those of others are not empty.
        folder=$(dirname "$file")
        while [ "$folder" != . ]; do
            rmdir "$prefix/$folder" 2>/dev/null || break
            folder=$(dirname "$folder")
        done
    done <"$list"
    rm -rf "$program"
    rmdir "$prefix/lib" 2>/dev/null || true
}

if [ "$action" = uninstall ]; then
    if [ ! -f "$list" ]; then
        echo "SuperToken Desktop is not installed in $prefix." >&2
        exit 1
    fi
    remove
    refresh
    echo "Removed from $prefix. History, settings and keys are still there."
    exit 0
fi

if [ ! -d "$here/bundle" ]; then
    echo "There is nothing to install beside $0." >&2
    exit 1
fi
check_for_others
# What can fail for lack of room comes first: until it is done, an older version stays as it is.
mkdir -p "$prefix/lib" "$prefix/bin"
new=$prefix/lib/.$NAME.new
trap 'rm -rf "$new"' EXIT
rm -rf "$new"
cp -R "$here/bundle" "$new"
cp "$here/install.sh" "$here/LICENSE" "$new/"
(
    cd "$here"
    find share -type f
    echo "bin/$NAME"
    echo "bin/supertoken"
) >"$new/installed-files"
remove
mkdir -p "$prefix/lib" "$prefix/bin"
rm -rf "$program"
mv "$new" "$program"
ln -sf "$program/$NAME" "$prefix/bin/$NAME"
ln -sf "$program/supertoken" "$prefix/bin/supertoken"
(cd "$here" && find share -type f) | while IFS= read -r file; do
    mkdir -p "$prefix/$(dirname "$file")"
    cp "$here/$file" "$prefix/$file"
done
# A menu need not know the folder of programs: entries name the program in full.
entry=$prefix/share/applications/$NAME.desktop
sed -e "s|^Exec=$NAME|Exec=\"$prefix/bin/$NAME\"|" -e "s|^TryExec=.*|TryExec=$prefix/bin/$NAME|" \
    "$here/share/applications/$NAME.desktop" >"$entry"
refresh
echo "Installed. Start it from the menu, or with $prefix/bin/$NAME."
echo "To remove it: $program/install.sh --prefix '$prefix' --uninstall"
